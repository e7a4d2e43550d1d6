#ifndef CLIBCURL_SHIM_H
#define CLIBCURL_SHIM_H

#include <curl/curl.h>

/* Swift cannot call C functions with variable arguments: one wrapper for each argument type of curl_easy_setopt. */

static inline CURLcode clibcurl_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/* CURLVERSION_NOW is a macro that Swift does not import. */
static inline CURLversion clibcurl_version_now(void) {
    return CURLVERSION_NOW;
}

#endif
