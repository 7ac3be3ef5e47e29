internal import COpenSSL

/// Who a certificate is for, or who issued it (RFC 5280 §4.1.2.4).
package struct DistinguishedName: Equatable, Sendable {
    package struct Attribute: Equatable, Sendable {
        /// `CN`, `O`, `OU`, `C`, `ST`, `L`, `DC`, `serialNumber`, ..., or the numbers of an unknown one.
        package let type: String
        package let value: String
    }

    /// In the order of the certificate.
    package let attributes: [Attribute]
    /// As RFC 2253 writes it: the last attribute first, `CN=a,O=b`.
    package let text: String

    @unsafe init(_ name: OpaquePointer?) {
        attributes = unsafe (0..<max(0, X509_NAME_entry_count(name))).map { unsafe Attribute(number: $0, of: name) }
        let bytes = MemoryBIO()
        unsafe X509_NAME_print_ex(bytes.pointer, name, 0, USHER_NAME_FORM)
        text = String(decoding: bytes.contents, as: UTF8.self)
    }
}

extension DistinguishedName.Attribute {
    @unsafe fileprivate init(number: Int32, of name: OpaquePointer?) {
        let entry = unsafe X509_NAME_get_entry(name, number)
        let object = unsafe X509_NAME_ENTRY_get_object(entry)
        type = unsafe Self.type(object)
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = unsafe ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry))
        defer { unsafe CRYPTO_free(bytes, nil, 0) }
        value = unsafe String(
            decoding: UnsafeBufferPointer(start: bytes, count: Int(max(0, length))), as: UTF8.self)
    }

    private static func type(_ object: OpaquePointer?) -> String {
        let known = unsafe OBJ_obj2nid(object)
        if known != NID_undef, let name = unsafe OBJ_nid2sn(known) { return unsafe String(cString: name) }
        var text = [CChar](repeating: 0, count: 80)
        let length = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 1)
        return String(decoding: text.prefix(min(79, Int(max(0, length)))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
