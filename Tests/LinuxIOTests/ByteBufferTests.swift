import Testing

@testable import LinuxIO

@Suite struct ByteBufferTests {
    @Test func numbersAreWrittenInBothRadixes() {
        let buffer = ByteBuffer(capacity: 1)
        for number: UInt64 in [0, 9, 10, 255, 4096, .max] {
            buffer.removeAll()
            buffer.append(decimal: number)
            #expect(buffer.string == String(number))
            buffer.removeAll()
            buffer.append(hexadecimal: number)
            #expect(buffer.string == String(number, radix: 16))
        }
    }

    @Test func growingAndCompactingKeepTheBytes() {
        let buffer = ByteBuffer(capacity: 4)
        buffer.append("abcdef")
        buffer.consume(4)
        buffer.append([0x67, 0x68])
        buffer.reserve(100)
        #expect(buffer.string == "efgh")
        #expect(buffer[3] == 0x68)
        buffer.dropLast(1)
        buffer.consume(3)
        #expect(buffer.isEmpty && buffer.start == 0)
    }
}
