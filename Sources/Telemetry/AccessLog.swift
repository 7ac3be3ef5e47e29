internal import LinuxIO

/// The shape of the access log's lines.
package enum AccessLineFormat: Sendable {
    /// The common log format, continued with number, router, server and milliseconds.
    case common
    /// The common log format alone.
    case genericCLF
    /// One JSON object for each request.
    case json
}

/// One line for each request, written by a thread of its own: a loop that records one pays for a lock and a copy.
///
/// The queue has a bound. Where the disk is slower than the requests, lines are dropped rather than requests delayed,
/// and a line says how many.
package final class AccessLog: Sendable {
    private struct State {
        var queue: [AccessRecord] = []
        /// Requests so far, dropped ones too; the last one's number.
        var count: UInt64 = 0
        /// Not written since the last time that the log said so.
        var dropped: UInt64 = 0
        var isOpen = true
    }

    /// What the writer takes at once.
    struct Batch {
        var records: [AccessRecord] = []
        /// Of the first record.
        var firstNumber: UInt64 = 0
        /// How many are missing behind the last one.
        var dropped: UInt64 = 0
        var isLast = false
    }

    private let destination: LogDestination
    private let heldBack: Int
    private let limit: Int
    private let state = Locked(State())
    private let bell = Bell()
    private let ended = Bell()

    /// Starts the writer; it runs until `close`.
    ///
    /// - Parameters:
    ///   - choice: which members lines have.
    ///   - bufferingSize: lines held back, for a second at most, to be written at once; 0 holds none.
    ///   - limit: lines that may wait for the disk.
    package init(
        format: AccessLineFormat, choice: AccessFieldChoice = .all, destination: LogDestination,
        bufferingSize: Int = 0, limit: Int = 16_384
    ) {
        self.destination = destination
        heldBack = max(1, bufferingSize)
        self.limit = max(limit, 2 * heldBack)
        startThread(named: "access-log") { [self] in
            var writer = AccessLineWriter(format: format, choice: choice, destination: destination)
            var batch = Batch()
            while !batch.isLast {
                next(&batch)
                writer.write(batch)
                // A queue of the usual length is used again; one that a burst has grown is not kept for it.
                batch.records.removeAll(keepingCapacity: batch.records.count <= 1024)
            }
            ended.ring()
        }
    }

    /// Requests recorded so far.
    package var count: UInt64 { state.withLock { $0.count } }

    /// Gives the request its number and queues its line; safe from any thread, and never waits for the disk.
    package func record(_ record: AccessRecord) {
        let ring = state.withLock { state in
            state.count += 1
            // Until the writer has said how many are missing, more are: so the gap is one, and at the batch's end.
            guard state.isOpen, state.queue.count < limit, state.dropped == 0 else {
                state.dropped += 1
                return false
            }
            state.queue.append(record)
            return state.queue.count == 1 || state.queue.count == heldBack
        }
        if ring { bell.ring() }
    }

    /// Goes on in a new file, after the old one was renamed.
    package func reopen() { destination.reopen() }

    /// Writes what waits and ends the writer; returns when that is done, or after some seconds on a disk that hangs.
    ///
    /// Blocks its thread, so it is for the process's end and not for a loop. What is recorded later is lost.
    package func close() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        guard wasOpen else { return }
        bell.ring()
        _ = ended.wait(upTo: .seconds(5))
    }

    // MARK: On the writer's thread

    /// Waits for records and takes them all; leaves the empty array that comes in `batch` for the next ones.
    private func next(_ batch: inout Batch) {
        bell.wait()
        if state.withLock({ $0.isOpen && $0.queue.count < heldBack }) { _ = bell.wait(upTo: .seconds(1)) }
        state.withLock { state in
            swap(&batch.records, &state.queue)
            batch.firstNumber = state.count - state.dropped - UInt64(batch.records.count) + 1
            batch.dropped = state.dropped
            batch.isLast = !state.isOpen
            state.dropped = 0
        }
    }
}
