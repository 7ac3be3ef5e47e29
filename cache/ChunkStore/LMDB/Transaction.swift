internal import CLMDB

/// A named table of one environment.
struct Database: Sendable {
    fileprivate let handle: MDB_dbi
}

/// One transaction; aborted unless it is committed.
@safe struct Transaction: ~Copyable {
    private let pointer: OpaquePointer

    init(_ environment: Environment, readOnly: Bool = false) throws(LMDBError) {
        var made: OpaquePointer?
        try LMDBError.check(unsafe mdb_txn_begin(environment.pointer, nil, readOnly ? UInt32(MDB_RDONLY) : 0, &made))
        unsafe pointer = made!
    }

    deinit { unsafe mdb_txn_abort(pointer) }

    /// Makes the changes visible; none of them is when it throws.
    consuming func commit() throws(LMDBError) {
        let pointer = unsafe self.pointer
        discard self
        try LMDBError.check(unsafe mdb_txn_commit(pointer))
    }

    /// The number the commit will have.
    var number: UInt64 { unsafe UInt64(mdb_txn_id(pointer)) }

    /// The table of that name, made when it is missing.
    func open(_ name: String) throws(LMDBError) -> Database {
        var handle: MDB_dbi = 0
        try LMDBError.check(unsafe mdb_dbi_open(pointer, name, UInt32(MDB_CREATE), &handle))
        return Database(handle: handle)
    }

    /// Pages that a table occupies, its values' included.
    func pages(of database: Database) throws(LMDBError) -> Int {
        var facts = MDB_stat()
        try LMDBError.check(unsafe mdb_stat(pointer, database.handle, &facts))
        return facts.ms_branch_pages + facts.ms_leaf_pages + facts.ms_overflow_pages
    }

    /// Sets a key's value, whether it had one or not.
    func put(_ value: [UInt8], at key: [UInt8], in database: Database) throws(LMDBError) {
        let space = try unsafe reserve(value.count, at: key, in: database, flags: MDB_RESERVE)
        unsafe space.copyBytes(from: value)
    }

    /// Makes room for the value of a new key, `count` bytes, to be filled before the transaction does anything else.
    @unsafe func insert(
        _ count: Int, at key: [UInt8], in database: Database
    ) throws(LMDBError) -> UnsafeMutableRawBufferPointer {
        try unsafe reserve(count, at: key, in: database, flags: MDB_RESERVE | MDB_NOOVERWRITE)
    }

    private func reserve(
        _ count: Int, at key: [UInt8], in database: Database, flags: Int32
    ) throws(LMDBError) -> UnsafeMutableRawBufferPointer {
        var data = unsafe MDB_val(mv_size: count, mv_data: nil)
        let result = unsafe withValue(of: key) { key in
            unsafe mdb_put(pointer, database.handle, key, &data, UInt32(flags))
        }
        try LMDBError.check(result)
        return unsafe UnsafeMutableRawBufferPointer(start: data.mv_data, count: count)
    }

    /// Removes a key; false when it is not there.
    @discardableResult
    func delete(_ key: [UInt8], in database: Database) throws(LMDBError) -> Bool {
        let result = unsafe withValue(of: key) { unsafe mdb_del(pointer, database.handle, $0, nil) }
        if result == MDB_NOTFOUND { return false }
        try LMDBError.check(result)
        return true
    }

    /// The value at a key, not copied: valid until the transaction changes something or ends.
    @unsafe func find(_ key: [UInt8], in database: Database) throws(LMDBError) -> UnsafeRawBufferPointer? {
        var data = unsafe MDB_val()
        let result = unsafe withValue(of: key) { unsafe mdb_get(pointer, database.handle, $0, &data) }
        if result == MDB_NOTFOUND { return nil }
        try LMDBError.check(result)
        return unsafe UnsafeRawBufferPointer(start: data.mv_data, count: data.mv_size)
    }

    /// Calls `body` with every key and value in the order of keys, without touching what lies in pages of its own.
    /// Throws when there are more than the table counts: in a damaged tree the walk may go round in circles.
    @unsafe func forEach(
        in database: Database, _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) throws(LMDBError) {
        var facts = MDB_stat()
        try LMDBError.check(unsafe mdb_stat(pointer, database.handle, &facts))
        var cursor: OpaquePointer?
        try LMDBError.check(unsafe mdb_cursor_open(pointer, database.handle, &cursor))
        defer { unsafe mdb_cursor_close(cursor) }
        var (key, data) = unsafe (MDB_val(), MDB_val())
        for count in 0... {
            let result = unsafe mdb_cursor_get(cursor, &key, &data, MDB_NEXT)
            if result == MDB_NOTFOUND { return }
            try LMDBError.check(result)
            guard count < facts.ms_entries else { throw .corrupted }
            unsafe body(
                UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size),
                UnsafeRawBufferPointer(start: data.mv_data, count: data.mv_size))
        }
    }

    private func withValue(of key: [UInt8], _ body: (UnsafeMutablePointer<MDB_val>) -> Int32) -> Int32 {
        unsafe key.withUnsafeBufferPointer { bytes in
            // LMDB only reads keys; its one value type has no constant pointer.
            let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            var value = unsafe MDB_val(mv_size: bytes.count, mv_data: start)
            return unsafe body(&value)
        }
    }
}
