// Sends mail with libcurl's own SMTP upload, in the ways its documentation offers, to be measured beside statuscomm.
//
//     libcurl_peers MODE PORT COUNT CONNECTIONS MESSAGE-FILE
//
// MODE: fresh (a connection for each mail), easy (one handle reused), multi (one multi handle), threads (an easy handle each).
// The message is sent as it is in the file, behind a To field of its own.
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char url[64];
static char *body;
static size_t body_size;
static atomic_long next_mail;
static long count;

struct mail {
    CURL *handle;
    struct curl_slist *recipients;
    char head[128];
    size_t head_size, sent;
};

static size_t read_mail(char *buffer, size_t size, size_t items, void *context) {
    struct mail *mail = context;
    size_t room = size * items, done = 0;
    if (mail->sent < mail->head_size) {
        size_t part = mail->head_size - mail->sent < room ? mail->head_size - mail->sent : room;
        memcpy(buffer, mail->head + mail->sent, part);
        mail->sent += part;
        done = part;
    }
    size_t place = mail->sent - mail->head_size;
    if (mail->sent >= mail->head_size && done < room && place < body_size) {
        size_t part = body_size - place < room - done ? body_size - place : room - done;
        memcpy(buffer + done, body + place, part);
        mail->sent += part;
        done += part;
    }
    return done;
}

// Takes the next recipient; 0 when there is none.
static int begin(struct mail *mail) {
    char address[64];
    long number = atomic_fetch_add(&next_mail, 1);
    if (number >= count) return 0;
    snprintf(address, sizeof address, "user%ld@example.com", number);
    mail->head_size = (size_t)snprintf(mail->head, sizeof mail->head, "To: %s\r\n", address);
    mail->sent = 0;
    curl_slist_free_all(mail->recipients);
    mail->recipients = curl_slist_append(NULL, address);
    curl_easy_setopt(mail->handle, CURLOPT_MAIL_RCPT, mail->recipients);
    return 1;
}

static void make(struct mail *mail) {
    mail->recipients = NULL;
    mail->handle = curl_easy_init();
    curl_easy_setopt(mail->handle, CURLOPT_URL, url);
    curl_easy_setopt(mail->handle, CURLOPT_MAIL_FROM, "status@acme.example");
    curl_easy_setopt(mail->handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(mail->handle, CURLOPT_READFUNCTION, read_mail);
    curl_easy_setopt(mail->handle, CURLOPT_READDATA, mail);
    curl_easy_setopt(mail->handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(mail->handle, CURLOPT_PRIVATE, mail);
}

static void fail(CURLcode code) {
    fprintf(stderr, "libcurl_peers: %s\n", curl_easy_strerror(code));
    exit(1);
}

static void *one_by_one(void *context) {
    int fresh = context != NULL;
    struct mail mail;
    make(&mail);
    if (fresh) curl_easy_setopt(mail.handle, CURLOPT_FORBID_REUSE, 1L);
    while (begin(&mail)) {
        CURLcode code = curl_easy_perform(mail.handle);
        if (code != CURLE_OK) fail(code);
    }
    curl_easy_cleanup(mail.handle);
    return NULL;
}

static void many(int connections) {
    CURLM *multi = curl_multi_init();
    struct mail *mails = calloc((size_t)connections, sizeof *mails);
    int running = 0, left;
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)connections);
    for (int place = 0; place < connections; place++) {
        make(&mails[place]);
        if (begin(&mails[place])) curl_multi_add_handle(multi, mails[place].handle);
    }
    do {
        CURLMsg *message;
        curl_multi_perform(multi, &running);
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            struct mail *mail;
            if (message->data.result != CURLE_OK) fail(message->data.result);
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&mail);
            curl_multi_remove_handle(multi, mail->handle);
            if (begin(mail)) {
                curl_multi_add_handle(multi, mail->handle);
                running = 1;
            }
        }
        if (running) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (running);
    for (int place = 0; place < connections; place++) curl_easy_cleanup(mails[place].handle);
    curl_multi_cleanup(multi);
}

int main(int argc, char **argv) {
    if (argc != 6) return 2;
    FILE *file = fopen(argv[5], "rb");
    if (file == NULL) return 2;
    fseek(file, 0, SEEK_END);
    body_size = (size_t)ftell(file);
    rewind(file);
    body = malloc(body_size);
    if (fread(body, 1, body_size, file) != body_size) return 2;
    snprintf(url, sizeof url, "smtp://127.0.0.1:%s/bench", argv[2]);
    count = atol(argv[3]);
    int connections = atoi(argv[4]);
    curl_global_init(CURL_GLOBAL_ALL);
    if (strcmp(argv[1], "multi") == 0) {
        many(connections);
    } else if (strcmp(argv[1], "threads") == 0) {
        pthread_t *threads = calloc((size_t)connections, sizeof *threads);
        for (int place = 0; place < connections; place++) pthread_create(&threads[place], NULL, one_by_one, NULL);
        for (int place = 0; place < connections; place++) pthread_join(threads[place], NULL);
    } else {
        one_by_one(strcmp(argv[1], "fresh") == 0 ? argv : NULL);
    }
    return 0;
}
