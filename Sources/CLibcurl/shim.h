#ifndef CLIBCURL_SHIM_H
#define CLIBCURL_SHIM_H

#include <curl/curl.h>

/* Swift cannot call C functions with variable arguments: one wrapper for each C argument type of curl_easy_setopt and
   curl_easy_getinfo. */

typedef size_t (*clibcurl_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*clibcurl_progress_callback)(void *context, curl_off_t download_total, curl_off_t downloaded,
                                          curl_off_t upload_total, curl_off_t uploaded);

static inline CURLcode clibcurl_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_off_t(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

/* CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION. */
static inline CURLcode clibcurl_setopt_data_callback(CURL *handle, CURLoption option, clibcurl_data_callback value) {
    return curl_easy_setopt(handle, option, value);
}

/* CURLOPT_XFERINFOFUNCTION. */
static inline CURLcode clibcurl_setopt_progress_callback(CURL *handle, CURLoption option,
                                                         clibcurl_progress_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode clibcurl_getinfo_socket(CURL *handle, CURLINFO info, curl_socket_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

/* CURLOPT_PROTOCOLS_STR came with 7.85.0; the bit mask before it is deprecated since. */
static inline CURLcode clibcurl_set_protocols(CURL *handle, const char *names, long mask) {
#if LIBCURL_VERSION_NUM >= 0x075500
    (void)mask;
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, names);
#else
    (void)names;
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, mask);
#endif
}

/* Macros that Swift does not import. */
static inline CURLcode clibcurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline CURLversion clibcurl_version_now(void) {
    return CURLVERSION_NOW;
}

static inline long clibcurl_use_ssl_all(void) {
    return CURLUSESSL_ALL;
}

static inline long clibcurl_use_ssl_none(void) {
    return CURLUSESSL_NONE;
}

static inline long clibcurl_tls_1_2(void) {
    return CURL_SSLVERSION_TLSv1_2;
}

static inline long clibcurl_protocol_mask_http(int with_plain_http) {
    return with_plain_http ? CURLPROTO_HTTP | CURLPROTO_HTTPS : CURLPROTO_HTTPS;
}

static inline long clibcurl_protocol_mask_smtp(void) {
    return CURLPROTO_SMTP | CURLPROTO_SMTPS;
}

#endif
