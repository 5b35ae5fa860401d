#!/bin/bash
# At boot and every hour, on an instance of cluster.yml: pulls a fresh runner image and frees disk space. Arguments: the
# runner's image, the folder that runners with Docker share with the host, the region.
# script/generate.ts puts it into cluster.yml, compressed, with the functions of runner/start.sh that it uses in place of
# the line "from runner/start.sh".
image=$1
EGR_DOCKER_ROOT=$2
region=$3

pull() {
  case $image in
    *.dkr.ecr.*)
      command -v aws >/dev/null || dnf install --quiet --assumeyes awscli-2
      aws ecr get-login-password --region "$region" |
        docker login --username AWS --password-stdin "$(echo "$image" | cut -d / -f 1)"
      ;;
  esac
  docker pull --quiet "$image" || return
  # An image with a container is not cleaned up.
  docker rm --force ecs-github-runner-keep >/dev/null 2>&1
  docker create --name ecs-github-runner-keep --label ecs-github-runner-keep "$image" true
}

# --- from runner/start.sh: remove_docker_leftovers is_dead remove_dead_runners

clean_disk() {
  docker container prune --force --filter until=24h --filter label!=ecs-github-runner-keep
  docker network prune --force --filter until=24h
  docker volume prune --force
  [ "$(df --output=pcent "$EGR_DOCKER_ROOT" | tail -n 1 | tr -dc 0-9)" -ge 70 ] || return 0
  docker image prune --all --force
  docker builder prune --all --force
}

pull
# Runners that were killed before they could clean up.
remove_dead_runners
clean_disk
