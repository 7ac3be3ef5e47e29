import Glibc
import Testing

@testable import LinuxIO

@Suite struct SignalsTests {
    /// The test process has threads that do not block the signal, so this also shows that they pass it on.
    @Test func aSignalToTheProcessBecomesACall() {
        let bell = Bell()
        let seen = Locked<[ProcessSignal]>([])
        Signals(taking: [.user1]).deliver { signal in
            seen.withLock { $0.append(signal) }
            bell.ring()
        }
        for round in 1...3 {
            kill(getpid(), SIGUSR1)
            #expect(bell.wait(upTo: .seconds(10)))
            #expect(seen.withLock { $0 } == Array(repeating: .user1, count: round))
        }
    }

    @Test func aBrokenPipeIsOnlyAnError() throws {
        _ = Signals(taking: [])
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        close(ends[0])
        #expect(unsafe write(ends[1], "x", 1) == -1)
        #expect(Errno.current == .brokenPipe)
        close(ends[1])
    }
}
