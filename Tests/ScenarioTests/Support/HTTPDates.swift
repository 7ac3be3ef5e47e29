import Glibc

/// The wall clock, some seconds away, as HTTP writes dates.
func httpDateNow(addingSeconds seconds: Int = 0) -> String {
    var now = time(nil) + seconds
    var parts = unsafe tm()
    unsafe gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 40)
    let count = unsafe strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
