import Testing

@testable import Passwords

struct PasswordHashTests {
    /// Hashes of `password`, made by openssl, crypt(3) and htpasswd's recipe.
    private static let hashes = [
        "$2b$05$sLklDPdc6xi8HPYJl/zsJO21NHeGeHzqAb.MDEaiA3HfgUdLY.Kna",
        "$2a$05$sLklDPdc6xi8HPYJl/zsJO21NHeGeHzqAb.MDEaiA3HfgUdLY.Kna",
        "$2y$05$sLklDPdc6xi8HPYJl/zsJO21NHeGeHzqAb.MDEaiA3HfgUdLY.Kna", "$apr1$saltsalt$yAAkm4libquA.ZWLHbSBq/",
        "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
        "$6$abcdefgh$yVfUwsw5T.JApa8POvClA1pQ5peiq97DUNyXCZN5IrF.BMSkiaLQ5kvpuEm/VQ1Tvh/KV2TcaWh8qinoW5dhA1",
        "$5$abcdefgh$ZLdkj8mkc2XVSrPVjskDAgZPGjtj1VGVaa1aUkrMTU/",
    ]

    @Test(arguments: hashes) func onlyThePasswordFits(text: String) {
        let hash = PasswordHash(text)
        #expect(hash.form != .unknown)
        #expect(hash.fits(Array("password".utf8)))
        for other in ["Password", "", "password ", "passwor", "password\0", "password\0x"] {
            #expect(!hash.fits(Array(other.utf8)), "\(other)")
        }
        #expect(!hash.fits([UInt8](repeating: 97, count: 5000)))
    }

    @Test(arguments: [
        "password", "", "{sha}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", "{SHA}", "$2x$05$abc", "$2b$05$", "$2b$99$x", "$apr1$",
        "$apr1$salt", "$6$", "*", "$apr1$a$b$c",
    ]) func whatIsNoHashFitsNothing(text: String) {
        for password in ["", "password", text] { #expect(!PasswordHash(text).fits(Array(password.utf8))) }
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ]) func base64(plain: String, coded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == Array(coded.utf8))
        #expect(Base64.decode(Array(coded.utf8)[...]) == Array(plain.utf8))
    }

    @Test func whatIsNoBase64() {
        for wrong in ["Zg=", "Zg", "Zh==", "Z===", "=Zg=", "Zg==Zg==", "Z g=", "Zm9v\n", "====", "Zm-v"] {
            #expect(Base64.decode(Array(wrong.utf8)[...]) == nil, "\(wrong)")
        }
    }
}
