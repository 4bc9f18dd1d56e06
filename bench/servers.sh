# shellcheck shell=bash
# A host with something to do: PostgreSQL, nginx, redis, a JVM and cron-like jobs, on loopback, with load that comes and goes.
# To be sourced after common.sh; serve starts everything in $scratch, and common.sh ends it.

readonly PG_PORT=54329 REDIS_PORT=63799 NGINX_PORT=18080 JVM_PORT=18081
SERVER_PACKAGES="postgresql nginx-light redis-server curl gzip findutils"

pg_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

# Busy in long waves and short gusts, as work by people is: 1 to 10.
level() {
    awk -v t="$(date +%s)" -v r="$RANDOM" 'BEGIN { print int(1 + 4 * (1 + sin(t / 900)) + (r % 5 == 0 ? 2 : 0)) }'
}

start_postgres() {
    local bin data=$scratch/pg
    bin=$(pg_bin)
    [ -n "$bin" ] || die "PostgreSQL is missing: apt-get install $SERVER_PACKAGES"
    mkdir "$data" && chown postgres "$data" && chmod 711 "$scratch"
    setpriv --reuid postgres --regid postgres --clear-groups "$bin/initdb" -D "$data" -A trust >/dev/null
    start setpriv --reuid postgres --regid postgres --clear-groups "$bin/postgres" -D "$data" -p $PG_PORT \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories='' >"$scratch/pg.log" 2>&1
    local tries=0
    until "$bin/pg_isready" -q -h 127.0.0.1 -p $PG_PORT; do
        [ $((tries += 1)) -le 100 ] || die "PostgreSQL did not start: $(tail -n 3 "$scratch/pg.log")"
        sleep 0.2
    done
    "$bin/pgbench" -q -i -s 3 -h 127.0.0.1 -p $PG_PORT -U postgres postgres >/dev/null 2>&1
    pg_clients "$bin" &
    children+=($!)
}

pg_clients() {
    while :; do
        local busy
        busy=$(level)
        "$1/pgbench" -n -h 127.0.0.1 -p $PG_PORT -U postgres -c $((busy + 1)) -R $((8 * busy)) -T 45 postgres >/dev/null 2>&1 || sleep 1
        sleep $((RANDOM % 20))
    done
}

start_redis() {
    start redis-server --port $REDIS_PORT --bind 127.0.0.1 --dir "$scratch" --save '300 100' --daemonize no >/dev/null
    while :; do
        redis-benchmark -p $REDIS_PORT -q -n $((500 * $(level))) -c 20 -r 100000 -t set,get,lpush,lpop >/dev/null 2>&1 || sleep 1
        sleep $((2 + RANDOM % 8))
    done &
    children+=($!)
}

start_nginx() {
    mkdir -p "$scratch/www"
    head -c 20000 /dev/urandom >"$scratch/www/page"
    cat >"$scratch/nginx.conf" <<EOF
daemon off; worker_processes 2; pid $scratch/nginx.pid; error_log $scratch/nginx.log;
events { worker_connections 512; }
http { access_log $scratch/access.log; server { listen 127.0.0.1:$NGINX_PORT; root $scratch/www; } }
EOF
    start nginx -p "$scratch" -c "$scratch/nginx.conf" >/dev/null 2>&1
    fetch $NGINX_PORT page &
    children+=($!)
}

start_jvm() {
    start "${JAVA_HOME:?}/bin/java" -Xmx128m -m jdk.httpserver -b 127.0.0.1 -p $JVM_PORT -d "$scratch/www" >/dev/null 2>&1
    fetch $JVM_PORT page &
    children+=($!)
}

fetch() {
    while :; do
        curl -s -o /dev/null --rate $((3 * $(level)))/s "http://127.0.0.1:$1/$2?[1-300]" || sleep 1
        sleep $((RANDOM % 5))
    done
}

start_jobs() {
    while :; do
        find /usr/share/doc -name 'c*' >/dev/null 2>&1
        gzip -c "$scratch/access.log" >"$scratch/access.gz" 2>/dev/null || true
        sleep $((20 + RANDOM % 60))
    done &
    children+=($!)
}

serve() {
    command -v nginx redis-server curl >/dev/null || die "a server is missing: apt-get install $SERVER_PACKAGES"
    start_postgres
    start_redis
    start_nginx
    start_jvm
    start_jobs
}
