{{- define "dfm.backupClaim" -}}
{{ .Values.backup.existingClaim | default (printf "%s-backups" .Release.Name) }}
{{- end }}

{{/* The template of a pod that makes a backup, checks the newest, or restores one. Call with (list . "backup"), "check" or "restore". */}}
{{- define "dfm.backupPod" -}}
{{- $ := index . 0 -}}{{- $task := index . 1 -}}{{- with $ -}}
metadata:
  labels:
    {{- include "dfm.labels" (list . "backup") | nindent 4 }}
spec:
  {{- include "dfm.podSettings" . | nindent 2 }}
  automountServiceAccountToken: false
  restartPolicy: Never
  containers:
    - name: backup
      image: {{ include "dfm.image" (list . .Values.site.image) }}
      imagePullPolicy: {{ .Values.site.image.pullPolicy }}
      command: [node]
      args:
        {{- if eq $task "backup" }}
        - scripts/backup.ts
        - /backups
        - --keep-days={{ .Values.backup.keepDays }}
        {{- else if eq $task "check" }}
        - scripts/restore.ts
        - --check
        - /backups
        {{- else }}
        - scripts/restore.ts
        - /backups/{{ .Values.backup.restore }}
        {{- end }}
        {{- if .Values.backup.passphrase }}
        - --passphrase-file=/passphrase/passphrase
        {{- end }}
      securityContext:
        {{- include "dfm.confined" . | nindent 8 }}
      env:
        {{- include "dfm.secretVariable" (list . "DATABASE_URL") | nindent 8 }}
        {{- if eq $task "check" }}
        - { name: DATA_DIR, value: /tmp }
        {{- else }}
        {{- include "dfm.secretVariable" (list . "AUTH_SECRET") | nindent 8 }}
        {{- include "dfm.secretVariable" (list . "RUNNER_TOKEN") | nindent 8 }}
        {{- end }}
        {{- include "dfm.authoritiesVariable" . | indent 8 }}
      resources:
        {{- toYaml .Values.backup.resources | nindent 8 }}
      volumeMounts:
        - { name: backups, mountPath: /backups, readOnly: {{ ne $task "backup" }} }
        - { name: tmp, mountPath: /tmp }
        {{- if ne $task "check" }}
        - { name: content-store, mountPath: /data, readOnly: {{ eq $task "backup" }} }
        {{- end }}
        {{- if .Values.backup.passphrase }}
        - { name: passphrase, mountPath: /passphrase, readOnly: true }
        {{- end }}
        {{- include "dfm.authoritiesMount" . | indent 8 }}
  volumes:
    - name: backups
      persistentVolumeClaim: { claimName: {{ include "dfm.backupClaim" . }} }
    - name: tmp
      emptyDir: {}
    {{- if ne $task "check" }}
    - name: content-store
      persistentVolumeClaim: { claimName: {{ include "dfm.contentClaim" . }} }
    {{- end }}
    {{- with .Values.backup.passphrase }}
    - name: passphrase
      # 288 is 0440, which not every reader of YAML understands.
      secret: { secretName: {{ .name }}, items: [{ key: {{ .key }}, path: passphrase }], defaultMode: 288 }
    {{- end }}
    {{- include "dfm.authoritiesVolume" . | indent 4 }}
  {{- include "dfm.placement" . | indent 2 }}
  {{- if and (ne $task "check") (eq .Values.contentStore.accessMode "ReadWriteOnce") }}
  # Only the node of the site can use its volume.
  affinity:
    podAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "dfm.selector" (list . "site") | nindent 14 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* A CronJob with such a pod. Call with (list . "backup" "15 3 * * *"). */}}
{{- define "dfm.backupCronJob" -}}
{{- $ := index . 0 -}}{{- $task := index . 1 -}}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ $.Release.Name }}-{{ ternary "backup" "backup-check" (eq $task "backup") }}
  labels:
    {{- include "dfm.labels" (list $ "backup") | nindent 4 }}
spec:
  schedule: {{ index . 2 | quote }}
  concurrencyPolicy: Forbid
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 2
      # One that hangs would prevent all later ones.
      activeDeadlineSeconds: 21600
      template:
        {{- include "dfm.backupPod" (list $ $task) | nindent 8 }}
{{- end }}
