{{/* Labels by which services and policies find the pods of a component. Call with (list . "site"). */}}
{{- define "dfm.selector" -}}
{{- $ := index . 0 -}}
app.kubernetes.io/name: docker-for-ml
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Labels of every object of a component. Call with (list . "site"). */}}
{{- define "dfm.labels" -}}
{{- $ := index . 0 -}}
{{ include "dfm.selector" . }}
app.kubernetes.io/version: {{ $.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name $.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* An image by digest or tag; without either, by the chart's appVersion. Call with (list . .Values.site.image). */}}
{{- define "dfm.image" -}}
{{- $ := index . 0 -}}{{- $image := index . 1 -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "dfm.contentClaim" -}}
{{ .Values.contentStore.existingClaim | default (printf "%s-content-store" .Release.Name) }}
{{- end }}
