internal import CLMDB
internal import CLinux
internal import Glibc

/// One LMDB file, mapped read-only and written with `pwrite`.
///
/// Without LMDB's own locks, whose reader table breaks between two containers: the store's file lock keeps other
/// processes out, and inside the process only the opening thread, then the writer's, uses transactions. Unchecked for
/// that reason.
@safe final class Environment: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Bytes of a page in this file, fixed when the file was made.
    let pageSize: Int
    /// LMDB's descriptor of the data file; belongs to the environment.
    let descriptor: Int32

    /// Opens or creates the file.
    /// - Parameters:
    ///   - mapSize: bytes the file can grow to; a file that is larger already is mapped whole.
    ///   - syncsCommits: whether a commit waits until its data, though not its root, is on the disk.
    init(path: String, mapSize: Int, syncsCommits: Bool) throws(LMDBError) {
        var made: OpaquePointer?
        try LMDBError.check(unsafe mdb_env_create(&made))
        let pointer = unsafe made!
        do throws(LMDBError) {
            try LMDBError.check(unsafe mdb_env_set_maxdbs(pointer, 8))
            try LMDBError.check(unsafe mdb_env_set_mapsize(pointer, mapSize))
            let flags = MDB_NOSUBDIR | MDB_NOLOCK | MDB_NORDAHEAD | (syncsCommits ? MDB_NOMETASYNC : MDB_NOSYNC)
            try LMDBError.check(unsafe mdb_env_open(pointer, path, UInt32(flags), 0o600))
        } catch {
            unsafe mdb_env_close(pointer)
            throw error
        }
        unsafe self.pointer = pointer
        var facts = MDB_stat()
        unsafe mdb_env_stat(pointer, &facts)
        pageSize = Int(facts.ms_psize)
        var number: Int32 = -1
        unsafe mdb_env_get_fd(pointer, &number)
        descriptor = number
        // LMDB leaves this one open to child processes.
        _ = usher_fcntl_int(number, F_SETFD, FD_CLOEXEC)
    }

    /// Unmaps and closes the file; nobody may touch an extent of it any more.
    func close() { unsafe mdb_env_close(pointer) }

    /// Makes every commit so far durable.
    func sync() throws(LMDBError) { try LMDBError.check(unsafe mdb_env_sync(pointer, 1)) }

    /// The number of the last commit.
    var lastCommit: UInt64 { UInt64(unsafe info.me_last_txnid) }

    /// How many pages the last commit says the file has.
    var pages: Int { unsafe info.me_last_pgno + 1 }

    private var info: MDB_envinfo {
        var info = unsafe MDB_envinfo()
        unsafe mdb_env_info(pointer, &info)
        return unsafe info
    }
}
