import LinuxIO
import Testing

@testable import Telemetry

@Suite struct AccessLineTests {
    private static let record = {
        var record = AccessRecord()
        (record.clientHost, record.clientPort, record.user) = ("192.0.2.1", 5000, "ann")
        record.start = WallTime(seconds: 1_795_619_045, nanoseconds: 7)
        record.duration = .microseconds(12_999)
        (record.method, record.target, record.host) = ("GET", "/film.mp4?x=1", "films.example")
        (record.status, record.responseBytes) = (206, 65_536)
        record.headers = [.init(.request, name: "User-Agent", value: "VLC/3")]
        record.router = "films@docker"
        (record.service, record.serverURL) = ("films@docker", "http://10.0.0.5:80")
        return record
    }()

    private func common(_ record: AccessRecord, isGeneric: Bool = false) -> String {
        let buffer = ByteBuffer(capacity: 64)
        let time = CalendarTime(record.start)
        CommonLogLine.append(record, number: 7, at: time, isGeneric: isGeneric, to: buffer)
        return buffer.string
    }

    private func json(_ record: AccessRecord) -> String {
        let buffer = ByteBuffer(capacity: 64)
        JSONAccessLine.append(record, number: 7, at: CalendarTime(record.start, offset: 3600), to: buffer)
        return buffer.string
    }

    private static let generic =
        #"192.0.2.1 - ann [25/Nov/2026:15:04:05 +0000] "GET /film.mp4?x=1 HTTP/1.1" 206 65536 "-" "VLC/3""#

    @Test func commonLinesAreTraefiks() {
        #expect(common(Self.record, isGeneric: true) == Self.generic + "\n")
        #expect(common(Self.record) == Self.generic + " 7 \"films@docker\" \"http://10.0.0.5:80\" 12ms\n")
    }

    @Test func whatIsMissingIsADash() {
        #expect(common(AccessRecord()).hasSuffix(#""- - HTTP/1.1" 0 0 "-" "-" 7 "-" "-" 0ms"# + "\n"))
    }

    @Test func oneRequestIsOneLine() {
        var record = Self.record
        record.user = "a b\n"
        record.target = "/\"\r\n\u{1b}"
        record.headers = [.init(.request, name: "User-Agent", value: "x\u{2028}\"")]
        let line = common(record)
        #expect(line.contains(#"- a\x20b\n ["#))
        #expect(line.contains(#""GET /\"\r\n\x1b HTTP/1.1""#))
        #expect(line.contains(#""x\u2028\"""#))
        for text in [line, json(record)] { #expect(text.unicodeScalars.filter { $0.value < 0x20 } == ["\n"]) }
    }

    @Test func jsonLinesHaveTraefiksMembers() {
        var record = Self.record
        record.port = 8443
        record.cache = .init("bypass", detail: "authorization")
        record.origin = .init(status: 200, duration: .milliseconds(12), bytes: 70_000)
        record.tls = .init(version: "1.3", cipher: "TLS_AES_128_GCM_SHA256")
        (record.scheme, record.entryPoint) = ("https", "websecure")
        record.headers.append(.init(.request, name: "Referer", value: "https://a.example/"))
        #expect(
            json(record) == """
                {"CacheDetail":"authorization","CacheStatus":"bypass","ClientAddr":"192.0.2.1:5000",\
                "ClientHost":"192.0.2.1","ClientPort":"5000","ClientUsername":"ann","DownstreamContentSize":65536,\
                "DownstreamStatus":206,"Duration":12999000,"OriginContentSize":70000,"OriginDuration":12000000,\
                "OriginStatus":200,"Overhead":999000,"RequestAddr":"films.example:8443","RequestContentSize":0,\
                "RequestCount":7,"RequestHost":"films.example","RequestMethod":"GET","RequestPath":"/film.mp4?x=1",\
                "RequestPort":"8443","RequestProtocol":"HTTP/1.1","RequestScheme":"https","RetryAttempts":0,\
                "RouterName":"films@docker","ServiceAddr":"10.0.0.5:80","ServiceName":"films@docker",\
                "ServiceURL":"http://10.0.0.5:80","StartLocal":"2026-11-25T16:04:05.000000007+01:00",\
                "StartUTC":"2026-11-25T15:04:05.000000007Z","TLSCipher":"TLS_AES_128_GCM_SHA256",\
                "TLSVersion":"1.3","entryPointName":"websecure","level":"info","msg":"",\
                "request_Referer":"https://a.example/","request_User-Agent":"VLC/3",\
                "time":"2026-11-25T16:04:05+01:00"}

                """)
    }

    @Test func jsonLeavesOutWhatIsMissing() {
        let line = json(AccessRecord())
        for name in ["Origin", "Cache", "TLS", "Service", "RouterName", "request_", "entryPointName"] {
            #expect(!line.contains("\"\(name)"))
        }
        #expect(line.contains(#""RequestPort":"-""#) && line.contains(#""ClientUsername":"-""#))
    }
}
