internal import CLinux
internal import Glibc
internal import LinuxIO

/// Tries out on a small file of its own whether pages that a socket holds survive their run's reuse.
@safe struct PageReleaseProbe: ~Copyable {
    private static let pages = 64
    private let file: Descriptor
    private let direct: Descriptor?
    private let directNumber: Int32
    private let pageSize: Int
    private let map: UnsafeMutableRawPointer

    /// The method that works in a directory.
    static func method(in directory: String, isMemory: Bool) -> PageRelease.Method {
        let candidate = isMemory ? PageRelease.Method.punch : .loosenAndPunch
        do throws(Errno) {
            let probe = try PageReleaseProbe(directory: directory)
            return try probe.survives(candidate) ? candidate : .copyOnly
        } catch { return .copyOnly }
    }

    private init(directory: String) throws(Errno) {
        let path = directory + "/probe"
        let number = try retrying { unsafe usher_open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) }
        let file = Descriptor(owning: number)
        let directNumber = unsafe usher_open_direct(path)
        var direct = directNumber >= 0 ? Descriptor(owning: directNumber) : nil
        unsafe unlink(path)
        let pageSize = sysconf(Int32(_SC_PAGESIZE))
        let size = Self.pages * pageSize
        // In one call, so that the kernel takes folios as large as it will.
        try Self.fill(number, 0, size, with: 1)
        let map = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, number, 0)
        guard let map = unsafe map, unsafe map != MAP_FAILED else { throw Errno.current }
        self.file = file
        self.directNumber = directNumber
        self.direct = direct.take()
        self.pageSize = pageSize
        unsafe self.map = map
    }

    deinit { unsafe munmap(map, Self.pages * pageSize) }

    private static func fill(_ file: Int32, _ offset: Int, _ count: Int, with byte: UInt8) throws(Errno) {
        let bytes = [UInt8](repeating: byte, count: count)
        let written = try retrying { unsafe pwrite(file, bytes, count, off_t(offset)) }
        guard written == count else { throw Errno(EIO) }
    }

    /// Sends both ends of a run into a socket, frees the run and writes it anew: is the socket's content the old one?
    private func survives(_ method: PageRelease.Method) throws(Errno) -> Bool {
        let run = PageRun(first: 21, count: 22)
        let release = unsafe PageRelease(
            method: method, file: file.number, direct: directNumber, map: map, pageSize: pageSize)
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        _ = try retrying { unsafe socketpair(AF_UNIX, type, 0, &ends) }
        let near = Descriptor(owning: ends[0])
        let far = Descriptor(owning: ends[1])
        let sent = try lend(run.first, to: near.number) + lend(run.end - 8, to: near.number)
        guard release.loosen(run) else { return false }
        try release.punch(run)
        try Self.fill(file.number, run.first * pageSize, run.count * pageSize, with: 2)
        return try received(sent, from: far.number) && neighbours(of: run, are: 1)
    }

    /// Sends up to eight pages; returns how many bytes the socket took.
    private func lend(_ page: Int, to socket: Int32) throws(Errno) -> Int {
        var offset = off_t(page * pageSize)
        return try retrying { unsafe sendfile(socket, file.number, &offset, 8 * pageSize) }
    }

    private func received(_ count: Int, from socket: Int32) throws(Errno) -> Bool {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = try retrying {
                unsafe bytes.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress! + done, count - done, 0) }
            }
            guard got > 0 else { return false }
            done += got
        }
        return bytes.allSatisfy { $0 == 1 }
    }

    private func neighbours(of run: PageRun, are byte: UInt8) -> Bool {
        let all = unsafe UnsafeRawBufferPointer(start: map, count: Self.pages * pageSize)
        return unsafe all[..<(run.first * pageSize)].allSatisfy { $0 == byte }
            && all[(run.end * pageSize)...].allSatisfy { $0 == byte }
    }
}
