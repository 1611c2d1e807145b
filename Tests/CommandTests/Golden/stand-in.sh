# Starts a stand-in for the Events API and waits until it takes requests; `url` is its address.
# Accepted batches are in `accepted`, a line for each request in `requests`.
stand_in() {
  EventsAPIStandIn --port-file port --accepted accepted --requests requests "$@" > /dev/null 2>&1 &
  trap "kill -9 $!" EXIT
  for _ in $(seq 200); do
    [ -s port ] && break
    sleep 0.05
  done
  url="http://127.0.0.1:$(cat port)/v2"
  export MPARTICLE_API_KEY=key MPARTICLE_API_SECRET=secret
}
