import LinuxIO
import Testing

@testable import HTTP

@Suite struct SignedQueryTests {
    private static let v4 =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20130524%2Fr%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
        + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=abc"
    private static let start: Int64 = 1_369_353_600
    private static let cloud = SigningParameters(
        names: ["expires", "signature", "key-pair-id"].map { Array($0.utf8) }, ends: [Array("expires".utf8)])

    private func bytes(_ text: String) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: text)
        return buffer
    }

    private func read(_ text: String, _ configured: SigningParameters = SigningParameters()) -> SignedQuery {
        bytes(text).withSpan { SignedQuery($0, configured: configured) }
    }

    private func identity(_ text: String, _ configured: SigningParameters = SigningParameters()) -> String {
        let buffer = ByteBuffer(capacity: 64)
        let signed = read(text, configured)
        bytes(text).withSpan { signed.appendIdentity(of: $0, configured: configured, to: buffer) }
        return buffer.string
    }

    private func overrides(_ text: String) -> String {
        let buffer = ByteBuffer(capacity: 64)
        bytes(text).withSpan { read(text).appendOverrides(of: $0, to: buffer) }
        return buffer.string
    }

    @Test func version4IsRead() {
        let signed = read(Self.v4)
        #expect(signed.form == .s3v4 && signed.starts == Self.start && signed.ends == Self.start + 86_400)
        #expect(read(Self.v4 + "&X-Amz-Security-Token=t").form == .s3v4)
        #expect(read(Self.v4.replacing("X-Amz-Signature", with: "x%2damz-%53ignature")).form == .s3v4)
    }

    @Test func version2IsRead() {
        let signed = read("AWSAccessKeyId=AK&Expires=1000&Signature=a%2Bb%3D")
        #expect(signed.form == .s3v2 && signed.starts == nil && signed.ends == 1000)
    }

    @Test(arguments: [
        "", "a=b", "Expires=5", "Signature=x&Expires=5", "X-Amz-SignatureX=1", "token=t", "X-Amz=1", "&&",
    ])
    func othersAreNotSigned(query: String) {
        #expect(read(query).form == .none && identity(query) == (query.isEmpty ? "?" : "?" + query))
    }

    @Test(arguments: [
        ("&X-Amz-Signature=abc", ""), ("X-Amz-Date=20130524T000000Z", "X-Amz-Date=20130524T000060Z"),
        ("X-Amz-Date=20130524T000000Z", "X-Amz-Date=20130532T000000Z"), ("X-Amz-Expires=86400", "X-Amz-Expires=0"),
        ("X-Amz-Expires=86400", "X-Amz-Expires=604801"), ("X-Amz-Expires=86400", "X-Amz-Expires=99999999999999999999"),
        ("SignedHeaders=host", "SignedHeaders=host%3Brange"), ("SignedHeaders=host", "SignedHeaders="),
        ("Signature=abc", "Signature=abc&X-Amz-Signature=abd"), ("Signature=abc", "Signature=abc&Signature=abd"),
        ("Signature=abc", "Signature=abc&AWSAccessKeyId=AK"),
    ])
    func partsAndContradictionsAreFaulty(old: String, new: String) {
        #expect(read(Self.v4.replacing(old, with: new)).form == .faulty)
    }

    @Test func identityLeavesTheSignatureOut() {
        #expect(identity(Self.v4) == "")
        #expect(identity("versionId=3&" + Self.v4 + "&x-id=GetObject") == "?versionId=3&x-id=GetObject")
        #expect(identity("AWSAccessKeyId=AK&partNumber=1&Expires=1000&Signature=s") == "?partNumber=1")
        // Of another form than the one that is there.
        #expect(identity(Self.v4 + "&a=Expires") == "?a=Expires")
    }

    @Test func overridesStandApart() {
        let query = "response-content-disposition=attachment%3B%20x&a=b&" + Self.v4 + "&response-content-type=a/b"
        #expect(identity(query) == "?a=b")
        #expect(overrides(query) == "response-content-disposition=attachment%3B%20x&response-content-type=a/b")
        // No signature covers it here.
        #expect(overrides("response-content-type=a/b") == "")
        #expect(identity("token=1&response-content-type=a/b") == "?token=1&response-content-type=a/b")
    }

    @Test func configuredFormsAreRead() {
        let signed = read("Expires=77&Signature=s&Key-Pair-Id=K&v=1", Self.cloud)
        #expect(signed.form == .configured && signed.ends == 77)
        #expect(identity("Expires=77&Signature=s&Key-Pair-Id=K&v=1", Self.cloud) == "?v=1")
        #expect(read("v=1", Self.cloud).form == .none)
        let akamai = SigningParameters(names: [Array("hdnts".utf8)], ends: [Array("hdnts".utf8)])
        #expect(read("hdnts=st=1~exp=1700000000~acl=/*~hmac=ab", akamai).ends == 1_700_000_000)
        #expect(read("hdnts=exp=~hmac=ab", akamai).ends == nil)
        // S3's own form comes first.
        #expect(read(Self.v4 + "&Key-Pair-Id=K", Self.cloud).form == .s3v4)
    }

    @Test func datesDecide() {
        let signed = read(Self.v4)
        #expect(signed.isCurrent(at: Self.start) && signed.isCurrent(at: Self.start + 86_399))
        #expect(!signed.isCurrent(at: Self.start + 86_400))
        #expect(signed.isCurrent(at: Self.start - 900) && !signed.isCurrent(at: Self.start - 901))
    }

    @Test(arguments: [
        ("CMCD=br%3D1", nil), ("a=1&CMCD=x&b=2", "a=1&b=2"), ("a=1&b=2&CMCD=x", "a=1&b=2"), ("CMCD=x&&a", "&a"),
        ("xCMCD=1", "xCMCD=1"),
    ]) func playerDataIsTakenOut(query: String, rest: String?) {
        let request = RequestHead()
        request.replaceQuery(Array(query.utf8))
        #expect(request.hasPlayerData == (query != rest))
        request.dropPlayerData()
        #expect(request.query.map { request.string($0) } == rest)
    }
}
