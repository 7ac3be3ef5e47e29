// OpenSSL, and the macros of it that Swift cannot import.
#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static const int USHER_R_UNSUPPORTED = ERR_R_UNSUPPORTED;
static const int USHER_R_INTERRUPTED = ERR_R_INTERRUPTED_OR_CANCELLED;

// Contexts

static const uint64_t USHER_OP_NO_RENEGOTIATION = SSL_OP_NO_RENEGOTIATION;
static const uint64_t USHER_OP_NO_COMPRESSION = SSL_OP_NO_COMPRESSION;
static const uint64_t USHER_OP_NO_TICKET = SSL_OP_NO_TICKET;
/// A distinguished name as RFC 2253 has it, in UTF-8.
static const unsigned long USHER_NAME_FORM = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;

static inline int usher_ctx_set_versions(SSL_CTX *context, int oldest, int newest) {
    return SSL_CTX_set_min_proto_version(context, oldest) && SSL_CTX_set_max_proto_version(context, newest);
}
static inline int usher_ctx_set_groups(SSL_CTX *context, const char *list) {
    return (int)SSL_CTX_set1_groups_list(context, list);
}
static inline void usher_ctx_set_mode(SSL_CTX *context, long mode) { SSL_CTX_set_mode(context, mode); }
static inline void usher_ctx_set_read_ahead(SSL_CTX *context, int on) { SSL_CTX_set_read_ahead(context, on); }
static inline void usher_ctx_set_cache_mode(SSL_CTX *context, long mode) {
    SSL_CTX_set_session_cache_mode(context, mode);
}
static inline void usher_ctx_set_app_data(SSL_CTX *context, void *data) { SSL_CTX_set_app_data(context, data); }
static inline void *usher_ctx_app_data(const SSL *ssl) { return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)); }

static inline void usher_ctx_on_server_name(SSL_CTX *context, int (*callback)(SSL *, int *, void *)) {
    SSL_CTX_set_tlsext_servername_callback(context, callback);
}
static inline void usher_ctx_on_ticket(
    SSL_CTX *context,
    int (*callback)(SSL *, unsigned char *, unsigned char *, EVP_CIPHER_CTX *, EVP_MAC_CTX *, int)) {
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, callback);
}

// Connections

static inline int usher_ssl_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}
static inline int usher_ssl_set_versions(SSL *ssl, int oldest, int newest) {
    // The newest first: it may be older than the oldest so far.
    return SSL_set_min_proto_version(ssl, 0) && SSL_set_max_proto_version(ssl, newest) &&
           SSL_set_min_proto_version(ssl, oldest);
}
static inline int usher_ssl_set_groups(SSL *ssl, const char *list) { return (int)SSL_set1_groups_list(ssl, list); }
static inline void usher_ssl_set_app_data(SSL *ssl, void *data) { SSL_set_app_data(ssl, data); }
static inline void *usher_ssl_app_data(const SSL *ssl) { return SSL_get_app_data(ssl); }

/// Keys the HMAC-SHA-256 that seals session tickets.
static inline int usher_mac_set_key(EVP_MAC_CTX *mac, const unsigned char *key, size_t length) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, (void *)key, length),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"sha256", 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_CTX_set_params(mac, parameters);
}

// Certificates

typedef struct stack_st_X509 usher_certificates;

static inline usher_certificates *usher_certificates_new(void) { return sk_X509_new_null(); }
static inline int usher_certificates_count(const usher_certificates *list) { return sk_X509_num(list); }
static inline X509 *usher_certificates_at(const usher_certificates *list, int index) {
    return sk_X509_value(list, index);
}
/// Appends a certificate and takes over its reference.
static inline int usher_certificates_push(usher_certificates *list, X509 *certificate) {
    return sk_X509_push(list, certificate);
}
static inline void usher_certificates_free(usher_certificates *list) { sk_X509_pop_free(list, X509_free); }

typedef struct stack_st_GENERAL_NAME usher_names;

/// A certificate's subject alternative names; NULL without any.
static inline usher_names *usher_names_of(const X509 *certificate) {
    return (usher_names *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}
static inline int usher_names_count(const usher_names *list) { return sk_GENERAL_NAME_num(list); }
/// The bytes of a name and its kind: GEN_DNS, GEN_EMAIL, GEN_URI, GEN_IPADD, or anything else without bytes.
static inline int usher_name_at(const usher_names *list, int index, const unsigned char **bytes, int *length) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(list, index);
    if (name->type == GEN_DNS || name->type == GEN_EMAIL || name->type == GEN_URI || name->type == GEN_IPADD) {
        const ASN1_STRING *text = name->type == GEN_IPADD ? name->d.iPAddress : name->d.ia5;
        *bytes = ASN1_STRING_get0_data(text);
        *length = ASN1_STRING_length(text);
    }
    return name->type;
}
static inline void usher_names_free(usher_names *list) { sk_GENERAL_NAME_pop_free(list, GENERAL_NAME_free); }

/// A new P-256 key.
static inline EVP_PKEY *usher_make_p256_key(void) { return EVP_EC_gen("P-256"); }

/// Adds an extension given in OpenSSL's configuration syntax; the issuer is the certificate itself.
static inline int usher_add_extension(X509 *certificate, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (extension == NULL) return 0;
    int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}

/// What a memory BIO holds; valid until it is next used.
static inline size_t usher_bio_contents(BIO *bio, const unsigned char **bytes) {
    long length = BIO_get_mem_data(bio, (char **)bytes);
    return length > 0 ? (size_t)length : 0;
}
