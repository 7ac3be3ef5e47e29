/// Certificates of a made-up authority, good for a hundred years, and one that nobody vouches for.
package enum TestCertificate {
    /// The authority's own.
    package static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBmjCCAT+gAwIBAgIUIMuiKBIAArUQXqVvG74RQoD/vuUwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTI1MTgzNjU0WhgPMjEy
        NjExMDExODM2NTRaMBkxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAETfkt3/Fqkw9k4zdRhsT9bXYwuLjFg48SmTyh9jan
        8QrwD2B0Nh3Z9zmMDbyGxkFkVITBgBS+aGoD/tdWzvvICKNjMGEwHQYDVR0OBBYE
        FKArdfsycgj1V55U0FIUGIW6goReMB8GA1UdIwQYMBaAFKArdfsycgj1V55U0FIU
        GIW6goReMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMAoGCCqGSM49
        BAMCA0kAMEYCIQD5jyobtgXMmLVCVG15+6J34OOYwAxHrVoZhnqv1rDVtQIhAKJi
        nzqAfBHmFdOZNmN+ujqbpajwXIOG0VPYMoAyEi8F
        -----END CERTIFICATE-----
        """

    /// For a client, from the authority: a long subject, alternative names of every kind, serial number 4711.
    package static let client = """
        -----BEGIN CERTIFICATE-----
        MIICWTCCAf+gAwIBAgICEmcwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwIBcNMjYxMTI1MTgzNjU1WhgPMjEyNjExMDExODM2NTVaMIGJMQsw
        CQYDVQQGEwJERTEPMA0GA1UECAwGQmVybGluMQ8wDQYDVQQHDAZCZXJsaW4xEzAR
        BgNVBAoMCkZpbG1zLCBJbmMxDDAKBgNVBAsMA1dlYjEPMA0GA1UEAwwGdmlld2Vy
        MQswCQYDVQQFEwI3NzEXMBUGCgmSJomT8ixkARkWB2V4YW1wbGUwWTATBgcqhkjO
        PQIBBggqhkjOPQMBBwNCAAT7QmQK1cVAgJ4rvpGcD3AGB2g4vqtsK1j7D0LBiH8M
        gloZSBUP2z9KDT3o+Vke5pfZoHRU4eSBUz1yF+i1wO6zo4HDMIHAMAkGA1UdEwQC
        MAAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwXgYDVR0RBFcwVYIOVmlld2VyLmV4YW1w
        bGWBEnZpZXdlckBleGFtcGxlLmNvbYcEwAACB4cQIAENuAAAAAAAAAAAAAAAB4YX
        c3BpZmZlOi8vZXhhbXBsZS92aWV3ZXIwHQYDVR0OBBYEFBshZ5w3yvQoHzaslYQ6
        lsWlOQJzMB8GA1UdIwQYMBaAFKArdfsycgj1V55U0FIUGIW6goReMAoGCCqGSM49
        BAMCA0gAMEUCIQC1rNstBXHiMyk3NKPlHLNxJdXkhSXiq1DbX/nE6uA31QIgHJy5
        5tVxjGyb/9DmwVP5R6/bl7Lu+7O144CnEcXFlJg=
        -----END CERTIFICATE-----
        """

    package static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpcsclCfqiMqZHSHD
        I3om5s86aXMjtqneCeul/Dk3TJihRANCAAT7QmQK1cVAgJ4rvpGcD3AGB2g4vqts
        K1j7D0LBiH8MgloZSBUP2z9KDT3o+Vke5pfZoHRU4eSBUz1yF+i1wO6z
        -----END PRIVATE KEY-----
        """

    /// For a client, from itself alone.
    package static let stranger = """
        -----BEGIN CERTIFICATE-----
        MIIBdzCCAR2gAwIBAgIUarQdKSIy/RqsbLYAMwwWHPyYUVwwCgYIKoZIzj0EAwIw
        EzERMA8GA1UEAwwIc3RyYW5nZXIwIBcNMjYxMTI1MTgzNjU1WhgPMjEyNjExMDEx
        ODM2NTVaMBMxETAPBgNVBAMMCHN0cmFuZ2VyMFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAEDWTjWheD6If62YzOveR+UUjbHxyBNQ9rEgm6EyuOflPF7tFi68viOaI4
        f9X7Ecx8hxxZSClVw1wuBrIa2HBdU6NNMEswHQYDVR0OBBYEFGNfA7u3iB/W5kwE
        z/IE9YA+rXnZMB8GA1UdIwQYMBaAFGNfA7u3iB/W5kwEz/IE9YA+rXnZMAkGA1Ud
        EwQCMAAwCgYIKoZIzj0EAwIDSAAwRQIhAMW4Qd1j13epmfB+H0A6tPUtQ9pY927Q
        C8Ygz2R1mDk0AiA8qSYN69i+6qhiUI12fHBTHyNuyQINCqSPQoddQv+isg==
        -----END CERTIFICATE-----
        """

    package static let strangerKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSZ3mGnVyCzvAvS/I
        Twvqc7O9hRqlWQ2G9VkXKkeiel+hRANCAAQNZONaF4Poh/rZjM695H5RSNsfHIE1
        D2sSCboTK45+U8Xu0WLry+I5ojh/1fsRzHyHHFlIKVXDXC4GshrYcF1T
        -----END PRIVATE KEY-----
        """

    /// For the server `origin.example`, and for the URI `spiffe://example/origin`, from the authority.
    package static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBtDCCAVqgAwIBAgICEmgwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwIBcNMjYxMTI1MTgzNjU1WhgPMjEyNjExMDExODM2NTVaMBExDzAN
        BgNVBAMMBnNlcnZlcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMIKyazP4dXx
        LCwR8UXILZTgaBFnnQmA9cIVcimtVwLXwYwHYLtytHn7ftdzV4uFVmNZ4gK3ItxJ
        OjSEbrnD0dGjgZcwgZQwCQYDVR0TBAIwADATBgNVHSUEDDAKBggrBgEFBQcDATAy
        BgNVHREEKzApgg5vcmlnaW4uZXhhbXBsZYYXc3BpZmZlOi8vZXhhbXBsZS9vcmln
        aW4wHQYDVR0OBBYEFEbGojWrwNspAW2giBwZYyO6oE62MB8GA1UdIwQYMBaAFKAr
        dfsycgj1V55U0FIUGIW6goReMAoGCCqGSM49BAMCA0gAMEUCICq++hBZ3EtMK47s
        AZ+tZiaAHEu4SdcUK1Jl7KTdZFTvAiEA4GAA9JsnNdd5mXhSzoIl/K2PLmaB6NA+
        KORDHqjAp3g=
        -----END CERTIFICATE-----
        """

    package static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDqAVc+x+AKYNoL1z
        Xk4OiXhse531frEydQER3qnl9BKhRANCAATCCsmsz+HV8SwsEfFFyC2U4GgRZ50J
        gPXCFXIprVcC18GMB2C7crR5+37Xc1eLhVZjWeICtyLcSTo0hG65w9HR
        -----END PRIVATE KEY-----
        """
}
