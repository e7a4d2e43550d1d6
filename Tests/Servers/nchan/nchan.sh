#!/bin/sh
# nginx + nchan on loopback for tests of the in-app banner channel: publish by
# HTTP POST, subscribe by WebSocket or EventSource, a feed file written by HTTP
# PUT (nginx dav), and a folder of static files. Runs as root or as anyone.
#
#   nchan.sh install                        Debian: nginx, nchan and Chromium, when missing
#   nchan.sh start PORT STATEDIR [STATIC]   returns once the port answers
#   nchan.sh stop STATEDIR                  ends that nginx alone, by its pid
#   nchan.sh status STATEDIR                rc 0 while it runs
#   nchan.sh module                         prints the path of nchan's module
#   nchan.sh conf PORT STATEDIR [STATIC]    writes STATEDIR/nginx.conf only
#
# Environment: NCHAN_TOKEN   publisher's bearer token    (default test-token)
#              NCHAN_ORIGIN  origin allowed to read      (default *)
#              NCHAN_CSP     Content-Security-Policy of / (default none)
#              NCHAN_CACHE   Cache-Control of /feed/
#              NCHAN_BUFFER  messages kept per channel   (default 1)
#              NCHAN_CERT, NCHAN_KEY  PEM files: serve https/wss on PORT
#              NCHAN_CONNECTIONS      connections at once        (default 4096)
#
# What it serves on 127.0.0.1:PORT
#   POST   /publish/CHANNEL   needs the token; 201 with subscribers, 202 without
#   GET    /publish/CHANNEL   needs the token; 200 + JSON counts, 404 if unknown
#   DELETE /publish/CHANNEL   needs the token; drops every subscriber
#   GET    /events/CHANNEL    WebSocket or EventSource; a newcomer gets the
#                             last NCHAN_BUFFER messages at once
#   PUT    /feed/NAME         needs the token; GET, HEAD are open, with CORS
#   GET    /                  STATIC, when given
#   GET    /broken/...        always 503, Retry-After: 1
#   GET    /hang/...          accepts and never answers within a test
# STATEDIR: nginx.conf, nginx.pid, error.log, access.jsonl (one JSON a request),
#           www/feed/ (what was PUT)
set -eu

die() { echo "nchan.sh: $*" >&2; exit 2; }
usage() { sed -n '2,11p' "$0" >&2; exit 2; }

find_module() {
  for d in /usr/lib/nginx/modules /usr/lib/x86_64-linux-gnu/nginx/modules \
           /usr/lib/aarch64-linux-gnu/nginx/modules /usr/lib64/nginx/modules; do
    if [ -f "$d/ngx_nchan_module.so" ]; then echo "$d/ngx_nchan_module.so"; return; fi
  done
  die "no ngx_nchan_module.so; run: $0 install"
}

find_nginx() { command -v nginx || { [ -x /usr/sbin/nginx ] && echo /usr/sbin/nginx; } || die "no nginx; run: $0 install"; }

write_conf() {
  port=$1; dir=$2; static=${3:-}
  case $port in ''|*[!0-9]*) die "PORT is a number" ;; esac
  mkdir -p "$dir/www/feed" "$dir/tmp"
  dir=$(cd "$dir" && pwd)
  case $dir in *[\ \;\{\}\"]*) die "STATEDIR has a character nginx.conf cannot hold" ;; esac
  if [ -n "$static" ]; then static=$(cd "$static" && pwd); else static=$dir/www/empty; mkdir -p "$static"; fi
  token=${NCHAN_TOKEN:-test-token}
  origin=${NCHAN_ORIGIN:-*}
  cache=${NCHAN_CACHE:-public, max-age=15, stale-while-revalidate=30, stale-if-error=86400}
  buffer=${NCHAN_BUFFER:-1}
  csp=${NCHAN_CSP:-}
  user=; [ "$(id -u)" != 0 ] || user='user root;'
  tls=; sslconf=
  if [ -n "${NCHAN_CERT:-}" ]; then
    tls=" ssl http2"; sslconf="ssl_certificate $NCHAN_CERT; ssl_certificate_key ${NCHAN_KEY:?};"
  fi
  cspline=; [ -z "$csp" ] || cspline="add_header Content-Security-Policy \"$csp\" always;"
  cat >"$dir/nginx.conf" <<CONF
$user
load_module $(find_module);
worker_processes 1;
pid $dir/nginx.pid;
error_log $dir/error.log info;
daemon on;
worker_rlimit_nofile ${NCHAN_CONNECTIONS:-4096};
events { worker_connections ${NCHAN_CONNECTIONS:-4096}; }
http {
  types {
    text/html html; text/javascript js mjs; text/css css; application/json json;
    image/svg+xml svg; image/png png; application/atom+xml atom; text/plain txt;
  }
  default_type application/octet-stream;
  charset utf-8;
  charset_types text/javascript text/css application/json text/plain;
  client_body_temp_path $dir/tmp/body;
  proxy_temp_path $dir/tmp/proxy;
  fastcgi_temp_path $dir/tmp/fastcgi;
  uwsgi_temp_path $dir/tmp/uwsgi;
  scgi_temp_path $dir/tmp/scgi;
  log_format one escape=json
    '{"t":"\$time_iso8601","m":"\$request_method","u":"\$request_uri","s":\$status,'
    '"n":\$body_bytes_sent,"inm":"\$http_if_none_match","o":"\$http_origin",'
    '"up":"\$http_upgrade","acc":"\$http_accept","lei":"\$http_last_event_id","ms":"\$request_time"}';
  access_log $dir/access.jsonl one;
  gzip on; gzip_types application/json text/javascript text/css; gzip_min_length 256;
  client_max_body_size 1m;
  nchan_shared_memory_size 8m;

  # Anything but the right token may only read.
  map \$http_authorization \$may_write { default 0; "Bearer $token" 1; }
  map "\$may_write:\$request_method" \$feed_denied {
    default 1; "~^1:" 0; "~:(GET|HEAD|OPTIONS)\$" 0;
  }

  server {
    listen 127.0.0.1:$port$tls;
    $sslconf
    server_name localhost;

    location ~ ^/publish/([A-Za-z0-9_.-]+)\$ {
      if (\$may_write = 0) { return 401; }
      nchan_publisher;
      nchan_channel_id \$1;
      nchan_message_buffer_length $buffer;
      nchan_message_timeout 0;              # the default would forget after 1 h
    }
    location ~ ^/events/([A-Za-z0-9_.-]+)\$ {
      nchan_subscriber websocket eventsource;
      nchan_channel_id \$1;
      nchan_subscriber_first_message oldest; # 'newest' would send nothing at first
      nchan_websocket_ping_interval 25;
      nchan_eventsource_ping_interval 25;
      nchan_access_control_allow_origin "$origin";
      nchan_access_control_allow_credentials off;
    }
    location /feed/ {
      root $dir/www;
      if (\$feed_denied) { return 401; }
      dav_methods PUT DELETE;
      dav_access user:rw group:r all:r;
      add_header Cache-Control "$cache" always;
      add_header Access-Control-Allow-Origin "$origin" always;
      add_header Access-Control-Expose-Headers "ETag, Date, Age" always;
      add_header X-Content-Type-Options nosniff always;
    }
    location /broken/ { add_header Retry-After 1 always; return 503; }
    location /hang/ { proxy_pass http://127.0.0.1:$port/internal-hang; proxy_read_timeout 60s; }
    location /internal-hang { nchan_subscriber longpoll; nchan_channel_id hang; }
    location = /nchan-stats { nchan_stub_status; access_log off; }
    location / {
      root $static;
      index index.html;
      add_header Cache-Control no-cache always;
      $cspline
    }
  }
}
CONF
}

running() { [ -s "$1/nginx.pid" ] && kill -0 "$(cat "$1/nginx.pid")" 2>/dev/null; }

start() {
  [ $# -ge 2 ] || usage
  running "$2" && die "already running in $2"
  write_conf "$@"
  "$(find_nginx)" -q -p "$dir" -c "$dir/nginx.conf" -e "$dir/error.log" || { tail -3 "$dir/error.log" >&2; exit 1; }
  i=0
  while ! running "$dir"; do
    i=$((i + 1)); [ $i -le 50 ] || { tail -3 "$dir/error.log" >&2; die "did not start"; }
    sleep 0.1
  done
}

stop() {
  [ $# = 1 ] || usage
  running "$1" || { rm -f "$1/nginx.pid"; return 0; }
  pid=$(cat "$1/nginx.pid"); kill -TERM "$pid"
  i=0
  while kill -0 "$pid" 2>/dev/null; do
    i=$((i + 1)); [ $i -le 50 ] || { kill -KILL "$pid" 2>/dev/null || :; break; }
    sleep 0.1
  done
}

cmd=${1:-}; [ $# -gt 0 ] && shift
case $cmd in
  install)
    packages=
    # In a subshell: what it does not find ends the shell it runs in.
    (find_module && find_nginx) >/dev/null 2>&1 || packages="nginx libnginx-mod-nchan"
    command -v chromium >/dev/null || packages="$packages chromium"
    [ -n "$packages" ] || exit 0
    [ "$(id -u)" = 0 ] || exec sudo sh "$0" install
    # Debian starts a system nginx on port 80 after an install; policy-rc.d says no.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
      printf '#!/bin/sh\nexit 101\n' >$policy
      chmod +x $policy
      trap 'rm -f $policy' EXIT
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=300 -qq update
    # shellcheck disable=SC2086 # a list of words
    apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends $packages >/dev/null ;;
  start) start "$@" ;;
  stop) stop "$@" ;;
  status) [ $# = 1 ] || usage; running "$1" ;;
  module) find_module ;;
  conf) [ $# -ge 2 ] || usage; write_conf "$@" ;;
  *) usage ;;
esac
