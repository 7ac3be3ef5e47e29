internal import LinuxIO

/// A chunk on its way to the disk.
struct WriteJob: Sendable {
    let buffer: FillBuffer
    let object: StoredObject
    let index: UInt32
    let done: @Sendable (Bool) -> Void

    var key: ChunkKey { ChunkKey(id: object.id, index: index) }
}

/// What the writer is asked to do, in this order.
enum WriterOrder: Sendable {
    /// Write an object's record, and delete the one it displaced.
    case record(StoredObject, displaced: StoredObject?)
    /// Delete a record, and chunks that are off the list already.
    case remove(StoredObject?, chunks: [StoredChunk])
    case write(WriteJob)

    /// Whether leaving it out would let something removed come back at the next start.
    var removesSomething: Bool {
        switch self {
        case .record(_, let displaced): displaced != nil
        case .remove: true
        case .write: false
        }
    }
}

/// Orders for the writer's thread, from any thread.
final class WriterQueue: Sendable {
    private struct State {
        var orders: [WriterOrder] = []
        var isOpen = true
    }
    private let state = Locked(State())
    private let arrivals = Semaphore()
    /// A disk that hangs must not collect orders without end.
    private static let limit = 65_536

    /// Queues an order; false after `close`, or when too many wait and this one is not due to a removal.
    func add(_ order: WriterOrder) -> Bool {
        let (taken, isFirst) = state.withLock { state in
            guard state.isOpen, state.orders.count < Self.limit || order.removesSomething else { return (false, false) }
            state.orders.append(order)
            return (true, state.orders.count == 1)
        }
        if isFirst { arrivals.signal() }
        return taken
    }

    /// Takes no more orders; false when it was closed before.
    func close() -> Bool {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if wasOpen { arrivals.signal() }
        return wasOpen
    }

    /// Waits for orders, at most so long where a duration is given, and takes all of them; nil once it is closed and
    /// nothing is left.
    func next(atMost duration: Duration?) -> [WriterOrder]? {
        if let duration { _ = arrivals.wait(atMost: duration) } else { arrivals.wait() }
        return state.withLock { state in
            defer { state.orders = [] }
            return state.orders.isEmpty && !state.isOpen ? nil : state.orders
        }
    }
}
