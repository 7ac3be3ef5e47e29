internal import CLinux
internal import Glibc

/// What happened to a descriptor since it was last asked (edge-triggered: read or write until it would block).
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    /// The peer has sent everything it will send; what it sent is still to be read.
    package static let readClosed = Readiness(rawValue: 4)
    /// The connection is gone in both directions, or in error.
    package static let hangUp = Readiness(rawValue: 8)
}

/// Something a loop owns and can call by token.
package protocol LoopMember: AnyObject {
    /// Its descriptor became ready.
    func ready(_ readiness: Readiness)
    /// Another thread posted `.wake`, or the member asked for another turn with `EventLoop.again`.
    func woken()
}

extension LoopMember {
    package func ready(_ readiness: Readiness) {}
    package func woken() {}
}

/// One thread's event loop over `epoll`; made on that thread and confined to it.
///
/// Descriptors are registered once, edge-triggered in both directions, so the hot path makes no `epoll_ctl` call.
/// Everything a connection needs is owned by its loop; others reach it through `handle` only.
package final class EventLoop {
    package let handle: LoopHandle
    /// The clock as of this turn.
    package private(set) var now = MonotonicTime.now
    /// The wall clock as of this turn.
    package private(set) var wallNow = WallTime.now
    /// Spare 16 KiB buffers for heads and small bodies.
    package let smallBuffers = BufferPool(bufferSize: 16 << 10, keeping: 64)
    /// Spare 128 KiB buffers for streamed bodies.
    package let largeBuffers = BufferPool(bufferSize: 128 << 10, keeping: 8)

    private struct Slot {
        var generation: UInt32 = 1
        var member: (any LoopMember)?
    }
    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []
    private var timers = TimerHeap()
    private var turns: [LoopToken] = []
    private var attachments: [ObjectIdentifier: AnyObject] = [:]
    private let poller: Descriptor
    private var running = true
    private static let bellData = UInt64.max

    private init(_ handle: LoopHandle) {
        self.handle = handle
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        precondition(number >= 0, "no epoll descriptor: \(Errno.current)")
        poller = Descriptor(owning: number)
        var event = unsafe epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: Self.bellData))
        unsafe epoll_ctl(poller.number, EPOLL_CTL_ADD, handle.bellDescriptor, &event)
    }

    /// Starts a thread with a loop on it.
    ///
    /// - Parameters:
    ///   - index: the loop's number within its group.
    ///   - ended: called on the loop's thread when the loop has ended and closed everything it owned.
    package static func start(index: Int, ended: @escaping @Sendable () -> Void = {}) -> LoopHandle {
        let handle = LoopHandle(index: index)
        startThread(named: "loop-\(index)") {
            EventLoop(handle).run()
            ended()
        }
        return handle
    }

    // MARK: Members

    /// Gives a member a name without watching a descriptor.
    package func add(_ member: any LoopMember) -> LoopToken {
        let slot: UInt32
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot())
        }
        slots[Int(slot)].member = member
        return LoopToken(slot: slot, generation: slots[Int(slot)].generation)
    }

    /// Names a member and watches `descriptor` for it, edge-triggered in both directions.
    package func add(_ member: any LoopMember, watching descriptor: Int32) throws(Errno) -> LoopToken {
        let token = add(member)
        let data = UInt64(token.generation) << 32 | UInt64(token.slot)
        let interest = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        var event = unsafe epoll_event(events: interest, data: epoll_data_t(u64: data))
        do {
            _ = try retrying { unsafe epoll_ctl(poller.number, EPOLL_CTL_ADD, descriptor, &event) }
        } catch {
            remove(token)
            throw error
        }
        return token
    }

    /// Forgets a member. A watched descriptor leaves `epoll` when it is closed, or with `unwatch`.
    package func remove(_ token: LoopToken) {
        guard isCurrent(token) else { return }
        slots[Int(token.slot)].member = nil
        slots[Int(token.slot)].generation &+= 1
        freeSlots.append(token.slot)
    }

    /// Stops watching a descriptor that stays open.
    package func unwatch(_ descriptor: Int32) {
        var event = unsafe epoll_event()
        unsafe epoll_ctl(poller.number, EPOLL_CTL_DEL, descriptor, &event)
    }

    /// Calls `woken` on the member in the next turn, after other connections had theirs.
    package func again(_ token: LoopToken) { turns.append(token) }

    private func isCurrent(_ token: LoopToken) -> Bool {
        token.slot < slots.count && slots[Int(token.slot)].generation == token.generation
    }

    private func member(_ token: LoopToken) -> (any LoopMember)? {
        isCurrent(token) ? slots[Int(token.slot)].member : nil
    }

    /// Calls `body` with the member of that name, unless it is gone.
    package func with<Member: LoopMember>(_ token: LoopToken, as type: Member.Type, _ body: (Member) -> Void) {
        if let member = member(token) as? Member { body(member) }
    }

    // MARK: Timers

    /// Sets or moves a timer's deadline.
    package func set(_ timer: LoopTimer, at deadline: MonotonicTime) { timers.set(timer, at: deadline) }

    /// Sets a timer to fire once after `duration`, counted from this turn.
    package func set(_ timer: LoopTimer, after duration: Duration) { timers.set(timer, at: now.adding(duration)) }

    /// Moves a timer only to an earlier time: where deadlines change with every event, it is cheaper to look at them again
    /// when the timer fires.
    package func set(_ timer: LoopTimer, noLaterThan deadline: MonotonicTime) {
        if deadline < timer.deadline { timers.set(timer, at: deadline) }
    }

    package func clear(_ timer: LoopTimer) { timers.clear(timer) }

    // MARK: Attachments

    /// What a module keeps once for each loop; made by `make` at the first use.
    package func attachment<T: AnyObject>(_ type: T.Type, make: () -> T) -> T {
        if let known = attachments[ObjectIdentifier(type)] as? T { return known }
        let made = make()
        attachments[ObjectIdentifier(type)] = made
        return made
    }

    /// What was attached before under this type.
    package func attached<T: AnyObject>(_ type: T.Type) -> T? { attachments[ObjectIdentifier(type)] as? T }

    // MARK: Turns

    private func run() {
        let capacity = 512
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
        defer { unsafe events.deallocate() }
        var notes: [Note] = []
        while running {
            let count = unsafe epoll_wait(poller.number, events, Int32(capacity), waitMilliseconds())
            now = .now
            wallNow = .now
            var rung = false
            for index in 0..<max(0, Int(count)) {
                let event = unsafe events[index]
                if unsafe event.data.u64 == Self.bellData {
                    rung = true
                } else {
                    unsafe dispatch(event)
                }
            }
            takeTurns()
            fireTimers()
            if rung { obey(&notes, closing: false) }
        }
        obey(&notes, closing: true)
        attachments.removeAll()
        slots.removeAll()
    }

    private func dispatch(_ event: epoll_event) {
        let data = unsafe event.data.u64
        let token = LoopToken(slot: UInt32(truncatingIfNeeded: data), generation: UInt32(data >> 32))
        guard let member = member(token) else { return }
        var readiness: Readiness = []
        let bits = unsafe event.events
        if bits & EPOLLIN.rawValue != 0 { readiness.insert(.readable) }
        if bits & EPOLLOUT.rawValue != 0 { readiness.insert(.writable) }
        if bits & EPOLLRDHUP.rawValue != 0 { readiness.formUnion([.readClosed, .readable]) }
        if bits & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 {
            readiness.formUnion([.hangUp, .readable, .writable])
        }
        member.ready(readiness)
    }

    private func waitMilliseconds() -> Int32 {
        if !turns.isEmpty { return 0 }
        let earliest = timers.earliest
        if earliest == .never { return -1 }
        let current = MonotonicTime.now
        if earliest <= current { return 0 }
        // Rounded up, so that the loop does not spin through the last millisecond.
        return Int32(clamping: (earliest.nanoseconds - current.nanoseconds + 999_999) / 1_000_000)
    }

    private func takeTurns() {
        guard !turns.isEmpty else { return }
        var batch: [LoopToken] = []
        swap(&batch, &turns)
        for token in batch { member(token)?.woken() }
        if turns.isEmpty {
            batch.removeAll(keepingCapacity: true)
            swap(&batch, &turns)
        }
    }

    private func fireTimers() {
        while let timer = timers.popDue(at: now) { timer.fire() }
    }

    private func obey(_ notes: inout [Note], closing: Bool) {
        handle.drain(into: &notes, closing: closing)
        for note in notes {
            switch note {
            case .wake(let token): member(token)?.woken()
            case .run(let work): work(self)
            case .stop: running = false
            }
        }
        notes.removeAll(keepingCapacity: true)
    }
}
