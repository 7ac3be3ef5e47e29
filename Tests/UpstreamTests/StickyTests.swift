import Testing

@testable import Upstream

@Suite struct StickyTests {
    /// What Traefik calls cookies and servers.
    @Test func namesAndValuesAreTraefiks() {
        #expect(ServiceCookie.name("", service: "app@file") == "_fb0b0")
        #expect(ServiceCookie.name("a b;c", service: "app@file") == "a_b_c")
        #expect(String(decoding: StickyValue.current("http://127.0.0.1:9101"), as: UTF8.self) == "c268f781ab94296e")
        #expect(String(decoding: StickyValue.old("http://127.0.0.1:9101"), as: UTF8.self) == "632fe22f4487ff07")
    }
}
