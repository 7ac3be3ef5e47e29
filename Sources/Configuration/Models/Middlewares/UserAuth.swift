/// What `basicAuth` and `digestAuth` have in common.
package struct UserAuth: Sendable, Equatable {
    /// One that may come in.
    package struct User: Sendable, Equatable {
        package var name: String
        /// Of `basicAuth` a hash as `htpasswd` writes it; of `digestAuth` MD5 of `name:realm:password`, in lower case.
        package var secret: String

        package init(name: String, secret: String) { (self.name, self.secret) = (name, secret) }
    }

    /// Never empty, each name once.
    package var users: [User] = []
    package var realm = "traefik"
    /// Keep `Authorization` from the service.
    package var removesHeader = false
    /// The field that tells the service who it is.
    package var headerField: String?

    package init() {}
}
