# Starts moto's stand-in for S3 with an empty bucket named `bucket`, and waits until it is there.
s3() {
  moto_server -p 0 > s3.log 2>&1 &
  trap "kill -9 $!" EXIT
  for _ in $(seq 200); do
    port=$(sed -n 's/.*Running on http:.*:\([0-9]*\)$/\1/p' s3.log 2> /dev/null)
    [ -n "$port" ] && break
    sleep 0.1
  done
  export AWS_ENDPOINT_URL="http://127.0.0.1:$port" AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret AWS_EC2_METADATA_DISABLED=true
  aws s3 mb s3://bucket > /dev/null
}
