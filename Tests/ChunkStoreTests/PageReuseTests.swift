import Glibc
import LinuxIO
import Testing

@testable import ChunkStore

/// `sendfile` lends pages to a socket. A reader who stops reading must get the old bytes, whatever is written since.
@Suite struct PageReuseTests {
    private static let chunkSize = 1 << 20

    /// A TCP connection over loopback whose queues hold some megabytes.
    private struct Connection: ~Copyable {
        let sender: Descriptor
        let receiver: Descriptor

        init() {
            let listener = Descriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
            var size: Int32 = 16 << 20
            unsafe setsockopt(listener.number, SOL_SOCKET, SO_RCVBUF, &size, 4)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            receiver = Descriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
            unsafe setsockopt(receiver.number, SOL_SOCKET, SO_RCVBUF, &size, 4)
            let target = receiver.number
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    unsafe bind(listener.number, pointer, length)
                    listen(listener.number, 1)
                    unsafe getsockname(listener.number, pointer, &length)
                    unsafe connect(target, pointer, length)
                }
            }
            sender = Descriptor(owning: accept(listener.number, nil, nil))
            unsafe setsockopt(sender.number, SOL_SOCKET, SO_SNDBUF, &size, 4)
        }
    }

    /// Sends a whole extent without waiting; returns how much the socket took.
    private func lend(_ extent: FileExtent, _ socket: Int32) -> Int {
        var sent = 0
        while sent < extent.length {
            var offset = off_t(extent.offset) + off_t(sent)
            let count = unsafe sendfile(socket, extent.descriptor, &offset, extent.length - sent)
            if count <= 0 { break }
            sent += count
        }
        return sent
    }

    private func read(_ count: Int, _ socket: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe bytes.withUnsafeMutableBytes {
            unsafe recv(socket, $0.baseAddress, count, Int32(MSG_WAITALL))
        }
        return Array(bytes.prefix(max(0, got)))
    }

    /// How chunks come into the page cache before they are sent.
    enum Cached: CaseIterable, Sendable {
        case asWritten, readBackByOthers
    }

    /// Drops a file's pages and reads it front to back, as a backup does: the kernel reads ahead in large folios, which
    /// reach from one chunk into the next.
    private func readByOthers(_ path: String) {
        let file = Descriptor(owning: unsafe open(path, O_RDONLY))
        fsync(file.number)
        posix_fadvise(file.number, 0, 0, POSIX_FADV_DONTNEED)
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        while unsafe Glibc.read(file.number, &bytes, bytes.count) > 0 {}
    }

    private func wrongBytes(_ test: TestStore, _ cached: Cached) throws -> Int {
        let object = test.insert("victim", id: 1, length: 4 * Self.chunkSize)
        for chunk in 0..<4 { #expect(test.write(object, chunk)) }
        if cached == .readBackByOthers {
            readByOthers(test.directory.path + "/cache.mdb")
        }
        var wrong = 0
        let connection = Connection()
        var sent: [[UInt8]] = []
        for chunk in 0..<4 {
            let extent = try #require(test.store.use(object, chunk: chunk))
            sent.append(Array(test.content(object, chunk).prefix(lend(extent, connection.sender.number))))
            extent.endUse()
        }
        test.store.remove(object)
        for id in 10..<90 as Range<UInt64> {
            test.write(test.insert("o\(id % 30)", id: id, length: Self.chunkSize), 0)
        }
        #expect(sent[0].count == Self.chunkSize)
        for expected in sent {
            let received = read(expected.count, connection.receiver.number)
            if received != expected { wrong += zip(expected, received).count { $0 != $1 } }
        }
        return wrong
    }

    @Test(arguments: Cached.allCases, [StoreDurability.fast, .safe])
    func aSlowReaderGetsTheOldBytes(cached: Cached, durability: StoreDurability) throws {
        let test = try TestStore(size: 24 << 20, chunkSize: Self.chunkSize, durability: durability)
        try #require(test.store.canSendFile)
        #expect(try wrongBytes(test, cached) == 0)
    }

    /// What the rule is for: pages that are written again while a socket still sends from them.
    @Test func withoutTheRuleTheReaderGetsOtherBytes() throws {
        let test = try TestStore(size: 24 << 20, chunkSize: Self.chunkSize, method: .copyOnly)
        #expect(!test.store.canSendFile)
        #expect(try wrongBytes(test, .asWritten) > 0)
    }
}
