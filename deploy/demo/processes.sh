# ./run's processes: start in order, wait until each is ready, watch, stop in reverse. Sourced by run.

shopt -s extglob
PIDS=()
NAMES=()
LOGS="$STATE/logs"

port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# What an earlier ./run left behind when it was itself killed with SIGKILL: its own programs, and only
# those, since their command lines name this very folder.
end_leftovers() {
  local pid left=()
  [ -s "$STATE/running" ] || return 0
  while read -r pid; do
    if grep -qF -- "$STATE/" "/proc/$pid/cmdline" 2>/dev/null; then
      left+=("$pid")
    fi
  done <"$STATE/running"
  if [ ${#left[@]} -gt 0 ]; then
    say "Ending ${#left[@]} programs that an earlier ./run left behind …"
    kill -TERM "${left[@]}" 2>/dev/null
    local deadline=$((SECONDS + 15))
    for pid in "${left[@]}"; do
      while alive "$pid" && [ $SECONDS -lt $deadline ]; do sleep 0.05; done
      ! alive "$pid" || kill -KILL "$pid" 2>/dev/null
    done
  fi
  rm -f "$STATE/running"
}

check_ports() {
  end_leftovers
  local port first=$((PORT_BASE + 10)) others=""
  [ "$LOCATIONS" -eq 0 ] || others=$(seq "$first" $((first + LOCATIONS - 1)))
  for port in $HQ_PORT $EDGE_PORT $BROKER_PORT $others; do
    port_in_use "$port" && fail "port $port is in use by another program; choose other ports with --port-base"
  done
  return 0
}

# start NAME COMMAND …: in the background, its log in a file of its own.
start() {
  local name=$1
  shift
  # Background jobs of a script ignore Ctrl-C, so that stop_all decides on the order.
  "$@" >>"$LOGS/$name.log" 2>&1 9>&- &
  PIDS+=($!)
  echo $! >>"$STATE/running"
  NAMES+=("$name")
}

alive() { kill -0 "$1" 2>/dev/null; }

# wait_for NAME SECONDS COMMAND …: until the command succeeds, or the process has ended.
wait_for() {
  local name=$1 seconds=$2 pid=${PIDS[-1]} deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@" 2>/dev/null; do
    if ! alive "$pid" || [ $SECONDS -ge $deadline ]; then
      tail -n 5 "$LOGS/$name.log" >&2
      stop_all
      fail "$name did not start; its last words are above, and all of them in $LOGS/$name.log"
    fi
    sleep 0.1
  done
}

healthy() {
  local line
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$1" >&3
  IFS= read -r line <&3
  exec 3>&-
  case "$line" in *" 200 "*) return 0 ;; esac
  return 1
}

start_all() {
  mkdir -p "$LOGS"
  start broker "$MOSQUITTO" -c "$STATE/broker/mosquitto.conf"
  wait_for broker 10 port_in_use "$BROKER_PORT"
  start headquarters "$BIN/earshot-aggregator" --config "$STATE/headquarters/aggregator.toml"
  wait_for headquarters 20 healthy "$HQ_PORT"
  local id
  start "edge-$HOME_STORE" "$BIN/earshot-edge-agent" --config "$STATE/locations/$HOME_STORE/edge.toml"
  wait_for "edge-$HOME_STORE" 20 healthy "$EDGE_PORT"
  for id in $(other_stores); do
    start "edge-$id" "$BIN/earshot-edge-agent" --config "$STATE/locations/$id/edge.toml"
  done
  if [ "$LOCATIONS" -gt 0 ]; then
    start traffic "$BIN/earshot-traffic" day --locations "$LOCATIONS" --kiosks 2 --speed 20 --seed 1 \
      --broker "127.0.0.1:$BROKER_PORT" --credentials "$STATE/broker/kiosks.credentials" \
      --survey "$ROOT/firmware-config/surveys/shop.toml" --state "$STATE/traffic" --wait 5
  fi
  if [ "$HEADLESS" = no ]; then
    start kiosk "$BIN/earshot-kiosk" --config "$STATE/locations/$HOME_STORE/kiosk.toml"
  fi
}

# Without a display a customer is played through the real interface in software.
play_customer() {
  mkdir -p "$STATE/pictures"
  say "No display: playing a customer through the real interface in software …"
  if "$BIN/earshot-kiosk" --config "$STATE/locations/$HOME_STORE/kiosk.toml" \
      --play tour --pictures "$STATE/pictures" >>"$LOGS/kiosk.log" 2>&1 9>&-; then
    say "Pictures of every screen: $STATE/pictures"
  else
    tail -n 5 "$LOGS/kiosk.log" >&2
    say "The played customer did not get through; all of its words are in $LOGS/kiosk.log"
    return 1
  fi
}

tell_the_person() {
  cat <<TEXT

Earshot is running.
  Headquarters        http://127.0.0.1:$HQ_PORT/
  The manager's page  http://127.0.0.1:$EDGE_PORT/   ($HOME_NAME)
  All state and logs  $STATE

Try this:
TEXT
  if [ "$HEADLESS" = no ]; then
    say "  1. Touch or click the kiosk's window and give a low rating."
  else
    say "  1. See the pictures that the played customer leaves (below)."
  fi
  cat <<TEXT
  2. The manager's page shows the alert at once; press “Acknowledge”.
  3. The headquarters page shows $HOME_NAME move, and its region with it.
Ctrl-C stops everything.

TEXT
  if [ "$HEADLESS" = yes ]; then
    play_customer || FAILED=yes
  fi
}

# Until the time is up or Ctrl-C. A process that ends by itself is named; an essential one ends the run.
watch_over() {
  local deadline=$((SECONDS + RUN_FOR)) i
  while :; do
    for i in "${!PIDS[@]}"; do
      alive "${PIDS[$i]}" && continue
      if [ "${NAMES[$i]}" = kiosk ]; then
        say "The kiosk's window was closed; the rest goes on. Ctrl-C stops everything."
      else
        tail -n 5 "$LOGS/${NAMES[$i]}.log" >&2
        local name=${NAMES[$i]}
        stop_all
        fail "$name stopped by itself; its last words are above, and all of them in $LOGS/$name.log"
      fi
      unset "PIDS[$i]" "NAMES[$i]"
    done
    if [ "$RUN_FOR" -gt 0 ] && [ $SECONDS -ge $deadline ]; then
      stop_all
      [ "${FAILED:-no}" = no ] || exit 1
      exit 0
    fi
    # A sleep in the background lets Ctrl-C through at once.
    sleep 0.5 &
    wait $!
  done
}

# Whoever speaks stops before whoever listens, and the broker last, so that what was said still arrives.
stop_all() {
  trap '' INT TERM HUP
  [ ${#PIDS[@]} -gt 0 ] || return 0
  say "Stopping …"
  stop_those 'kiosk|traffic'
  stop_those 'edge-*'
  stop_those headquarters
  stop_those broker
  rm -f "$STATE/running"
  say "Stopped. A second ./run continues from here."
}

# stop_those PATTERN[|PATTERN]: asks them all, waits for each, and ends what does not listen.
stop_those() {
  local i deadline=$((SECONDS + 20)) chosen=()
  for i in "${!PIDS[@]}"; do
    # shellcheck disable=SC2053
    [[ ${NAMES[$i]} == @($1) ]] && chosen+=("$i") && kill -TERM "${PIDS[$i]}" 2>/dev/null
  done
  for i in ${chosen[@]+"${chosen[@]}"}; do
    while alive "${PIDS[$i]}" && [ $SECONDS -lt $deadline ]; do sleep 0.05; done
    if alive "${PIDS[$i]}"; then
      say "${NAMES[$i]} did not stop in time; ending it"
      kill -KILL "${PIDS[$i]}"
    fi
    unset "PIDS[$i]" "NAMES[$i]"
  done
}
