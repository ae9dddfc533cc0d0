{{/* Settings of every pod. */}}
{{- define "dfm.podSettings" -}}
enableServiceLinks: false
# The first process of the pod then reaps orphaned children of git, as an init process does.
shareProcessNamespace: true
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  {{- with .Values.user }}
  runAsUser: {{ . }}
  runAsGroup: {{ . }}
  # Lets this user write to volumes.
  fsGroup: {{ . }}
  fsGroupChangePolicy: OnRootMismatch
  {{- end }}
  seccompProfile: { type: RuntimeDefault }
{{- end }}

{{/* On which nodes pods may run that use the volume of the site. */}}
{{- define "dfm.placement" -}}
{{- with .Values.site.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.site.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Security settings of every container. */}}
{{- define "dfm.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* A variable from a Secret. Call with (list . "DATABASE_URL"). */}}
{{- define "dfm.secretVariable" -}}
{{- $ := index . 0 -}}{{- $variable := index . 1 -}}{{- $secret := get $.Values.secrets $variable -}}
- name: {{ $variable }}
  valueFrom: { secretKeyRef: { name: {{ $secret.name }}, key: {{ $secret.key }} } }
{{- end }}

{{/* Plain variables, in alphabetical order. */}}
{{- define "dfm.plainVariables" -}}
{{- range $name, $value := . }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{- define "dfm.authoritiesVariable" -}}
{{- if .Values.certificateAuthorities.configMap }}
- { name: NODE_EXTRA_CA_CERTS, value: /authorities/{{ .Values.certificateAuthorities.key }} }
{{- end }}
{{- end }}

{{- define "dfm.authoritiesMount" -}}
{{- if .Values.certificateAuthorities.configMap }}
- { name: authorities, mountPath: /authorities, readOnly: true }
{{- end }}
{{- end }}

{{- define "dfm.authoritiesVolume" -}}
{{- with .Values.certificateAuthorities.configMap }}
- name: authorities
  configMap: { name: {{ . }} }
{{- end }}
{{- end }}
