# ./run's configuration, made at the first start and kept: an organisation, credentials for every
# device, one configuration file for each program. Sourced by run.

HQ_PORT=$PORT_BASE
EDGE_PORT=$((PORT_BASE + 1))
BROKER_PORT=$((PORT_BASE + 2))
HOME_STORE=store-000
HOME_NAME="Market Square"
TIME_ZONE=$(cat /etc/timezone 2>/dev/null || echo Etc/UTC)
MOSQUITTO=$(command -v mosquitto || echo /usr/sbin/mosquitto)

REGIONS=(north east south west)
STREETS=("Harbour Street" "Station Road" "Mill Lane" "Castle Hill" "Orchard Park" "Bridge Street"
  "Abbey Gate" "Kings Cross" "Riverside" "Old Town" "Grand Parade" "Garden City" "Lakeside" "Elm Row"
  "Cathedral Close" "Quayside" "Westgate" "Hillcrest" "Meadow Way" "The Arcade")

other_stores() {
  local i
  for ((i = 1; i <= LOCATIONS; ++i)); do printf 'store-%03d\n' "$i"; done
}

# The store's own number gives it a name and a region that do not change when more are added.
name_of() {
  local n=$((10#${1#store-}))
  if [ "$1" = "$HOME_STORE" ]; then
    printf '%s' "$HOME_NAME"
  elif [ "$n" -le ${#STREETS[@]} ]; then
    printf '%s' "${STREETS[$((n - 1))]}"
  else
    printf '%s %d' "${STREETS[$(((n - 1) % ${#STREETS[@]}))]}" $(((n - 1) / ${#STREETS[@]} + 1))
  fi
}
district_of() {
  local n=$((10#${1#store-}))
  printf '%s-%d' "${REGIONS[$((n % ${#REGIONS[@]}))]}" $((n / ${#REGIONS[@]} % 2 + 1))
}

provision() {
  (umask 077 && mkdir -p "$STATE/broker" "$STATE/headquarters" "$STATE/locations" "$STATE/logs" \
    "$STATE/traffic") || fail "no permission to write to $STATE; choose another folder with --dir"
  [ -d /usr/share/fonts/truetype/noto ] || fail "the package fonts-noto-core is missing; run: apt-get install fonts-noto-core"
  [ -x "$MOSQUITTO" ] || fail "the package mosquitto is missing; run: apt-get install mosquitto"
  provision_broker
  provision_organisation
  provision_programs
}

# The kiosks of a location: one with a window at home, two played ones elsewhere.
kiosks_of() {
  printf '%s-k1\n' "$1"
  [ "$1" = "$HOME_STORE" ] || printf '%s-k2\n' "$1"
}

# One broker serves headquarters and every location here; passwords that exist stay.
provision_broker() {
  local id kiosk
  {
    printf 'hq hq\n'
    for id in $HOME_STORE $(other_stores); do
      printf 'location %s\n' "$id"
      for kiosk in $(kiosks_of "$id"); do printf 'kiosk %s %s\n' "$kiosk" "$id"; done
    done
  } | "$ROOT/deploy/broker/prepare" "$STATE/broker" "$BROKER_PORT" ||
    fail "the broker's configuration could not be made in $STATE/broker"
  # What earshot-traffic needs to speak for the played kiosks.
  (
    umask 077
    for id in $(other_stores); do
      for kiosk in $(kiosks_of "$id"); do
        printf '%s %s\n' "$kiosk" "$(cat "$STATE/broker/secrets/$kiosk")"
      done
    done >"$STATE/broker/kiosks.credentials"
  )
}

# Kept once made, so that an installer may edit it and see headquarters follow at once.
provision_organisation() {
  local file="$STATE/headquarters/org.toml" region id part
  [ -s "$file" ] && [ "$(cat "$STATE/headquarters/org.locations" 2>/dev/null)" = "$LOCATIONS" ] && return 0
  {
    printf '# The organisation. Edit it while headquarters runs: locations may move, history follows.\n'
    node organisation "Our shops" organisation ""
    for region in "${REGIONS[@]}"; do
      node "$region" "${region^}" region organisation
      for part in 1 2; do node "$region-$part" "${region^} $part" district "$region"; done
    done
    for id in $HOME_STORE $(other_stores); do
      node "$id" "$(name_of "$id")" location "$(district_of "$id")"
    done
  } >"$file.new" && mv "$file.new" "$file"
  printf '%s' "$LOCATIONS" >"$STATE/headquarters/org.locations"
}

node() {
  printf '\n[[node]]\nid = "%s"\nname = "%s"\nkind = "%s"\n' "$1" "$2" "$3"
  [ -z "$4" ] || printf 'parent = "%s"\n' "$4"
}

broker_section() {
  printf '\n[%s]\nhost = "127.0.0.1"\nport = %d\npassword_file = "%s"\n' "$1" "$BROKER_PORT" "$STATE/broker/secrets/$2"
}
http_section() { printf '\n[http]\nhost = "127.0.0.1"\nport = %d\n' "$1"; }

provision_programs() {
  local id port
  {
    printf 'device = "hq"\ndata = "data"\norg = "org.toml"\n'
    printf 'surveys = ["%s"]\n' "$ROOT/firmware-config/surveys/shop.toml"
    broker_section broker hq
    http_section "$HQ_PORT"
  } >"$STATE/headquarters/aggregator.toml"

  provision_edge $HOME_STORE "$EDGE_PORT"
  port=$((PORT_BASE + 10))
  for id in $(other_stores); do
    provision_edge "$id" "$port"
    port=$((port + 1))
  done

  [ -s "$STATE/locations/$HOME_STORE/survey.toml" ] ||
    cp "$ROOT/firmware-config/surveys/shop.toml" "$STATE/locations/$HOME_STORE/survey.toml"
  {
    printf 'device = "%s-k1"\nlocation = "%s"\ntouchpoint = "checkout"\n' $HOME_STORE $HOME_STORE
    printf 'location_key = "edge/location-key.public"\n'
    printf 'survey = "survey.toml"\ntheme = "%s"\ndata = "kiosk"\n' "$ROOT/assets/themes/daylight.toml"
    broker_section broker "$HOME_STORE-k1"
  } >"$STATE/locations/$HOME_STORE/kiosk.toml"
}

# provision_edge ID PORT
provision_edge() {
  local dir="$STATE/locations/$1" kiosks="" kiosk
  mkdir -p "$dir"
  for kiosk in $(kiosks_of "$1"); do kiosks="$kiosks\"$kiosk\", "; done
  {
    printf 'location = "%s"\nname = "%s"\ntimezone = "%s"\ndata = "edge"\nverbatims = true\n' \
      "$1" "$(name_of "$1")" "$TIME_ZONE"
    printf 'surveys = ["%s"]\nkiosks = [%s]\n' "$ROOT/firmware-config/surveys/shop.toml" "${kiosks%, }"
    # Played customers live twenty times as fast: their afternoon would pass for a burst of taps.
    [ "$1" = "$HOME_STORE" ] || printf 'misuse_bursts = false\n'
    broker_section site_broker "$1"
    broker_section hq_broker "$1"
    http_section "$2"
  } >"$dir/edge.toml"
  # Kiosks close what customers write for this key; the edge agent alone opens it.
  "$BIN/earshot-edge-agent" --config "$dir/edge.toml" keys >/dev/null ||
    fail "the keys of $1 could not be made in $dir/edge"
}
