import LinuxIO
import Testing

@testable import HTTP

@Suite struct AliasedNamesTests {
    private func head(_ names: [String]) -> RequestHead {
        let head = RequestHead()
        for name in names { head.add(FieldName(name)!, "1") }
        return head
    }

    private func names(_ head: RequestHead) -> [String] { head.fields.map { head.string($0.name) } }

    private static let all = ["Plain", "X-Y2", "A_b", "A.b", "a|b", "Host_"]

    @Test func aliasesAreFoundAndRemoved() {
        let one = head(Self.all)
        one.removeAliases(underscoreOnly: true)
        #expect(names(one) == ["Plain", "X-Y2", "A.b", "a|b"])
        #expect(!one.hasAliases(underscoreOnly: true) && one.hasAliases(underscoreOnly: false))
        one.removeAliases(underscoreOnly: false)
        #expect(names(one) == ["Plain", "X-Y2"])
        #expect(!one.hasAliases(underscoreOnly: false))
    }

    /// Every spelling of every claim, and nothing beside.
    @Test func claimsAreRemoved() {
        let claims = FieldID.allCases.filter { $0.isForwardingClaim }.map { "\($0.name)" }
        #expect(claims.count == 11 && claims.allSatisfy { $0.hasPrefix("X-Forwarded-") || $0 == "X-Real-Ip" })
        let others = ["X-Forwarded-User", "Forwarded", "X_Forwarded_User", "X_Other", "Accept"]
        let one = head(
            claims + others + claims.map { $0.replacing("-", with: "_") } + ["x-forwarded_for", "X.Real.Ip"])
        #expect(one.has(.xForwardedFor))
        one.removeForwardingClaims()
        #expect(!one.has(.xForwardedFor) && one.fields.count == others.count + claims.count + 2)
        one.removeAliasedForwardingClaims()
        #expect(names(one) == others)
    }

    /// A line may be made of the head's own bytes, wherever they come to stand.
    @Test func aFieldMayCopyTheHead() {
        let one = head(["A"])
        for _ in 0..<200 {
            let value = one.fields[0].value
            one.add(.xForwardedHost) { one.write(value, to: $0) }
        }
        #expect(one.fields.dropFirst().allSatisfy { one.string($0.value) == "1" })
    }
}
