internal import CLMDB
internal import Glibc

/// What LMDB answered instead of success: one of its own codes (negative) or an `errno`.
struct LMDBError: Error, Equatable, CustomStringConvertible {
    let code: Int32

    static let notFound = LMDBError(code: MDB_NOTFOUND)
    static let corrupted = LMDBError(code: MDB_CORRUPTED)
    /// A write error of the disk's, or a write that ended early: on a full disk, LMDB says this as often as ENOSPC.
    static let incomplete = LMDBError(code: EIO)

    /// No room in the map or on the disk, which passes once something is evicted.
    var isFull: Bool { code == MDB_MAP_FULL || code == ENOSPC || code == EDQUOT }

    var description: String { unsafe String(cString: mdb_strerror(code)) }

    /// Throws unless `code` means success.
    static func check(_ code: Int32) throws(LMDBError) {
        if code != MDB_SUCCESS { throw LMDBError(code: code) }
    }
}
