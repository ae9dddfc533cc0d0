{{/* A Deployment of the site. Call with (list . "site" 2). */}}
{{- define "dfm.siteDeployment" -}}
{{- $ := index . 0 -}}{{- $component := index . 1 -}}{{- $replicas := index . 2 -}}{{- with $ -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ $component }}
  labels:
    {{- include "dfm.labels" (list . $component) | nindent 4 }}
spec:
  replicas: {{ $replicas }}
  revisionHistoryLimit: 3
  # A new pod is ready before an old one stops.
  strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  selector:
    matchLabels:
      {{- include "dfm.selector" (list . $component) | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "dfm.labels" (list . $component) | nindent 8 }}
    spec:
      {{- include "dfm.podSettings" . | nindent 6 }}
      automountServiceAccountToken: false
      # Longer than preStopSeconds plus the five seconds that the site has to finish requests.
      terminationGracePeriodSeconds: {{ add .Values.site.preStopSeconds 20 }}
      {{- with .Values.site.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      containers:
        - name: site
          image: {{ include "dfm.image" (list . .Values.site.image) }}
          imagePullPolicy: {{ .Values.site.image.pullPolicy }}
          securityContext:
            {{- include "dfm.confined" . | nindent 12 }}
          env:
            - { name: SITE_URL, value: {{ .Values.siteUrl | quote }} }
            - { name: PORT, value: '3000' }
            - { name: CONTENT_STORE, value: /data/content-store }
            {{- with .Values.previewDomain }}
            - { name: PREVIEW_DOMAIN, value: {{ . | quote }} }
            {{- end }}
            {{- with .Values.site.trustedProxies }}
            - { name: TRUSTED_PROXIES, value: {{ join ", " . | quote }} }
            {{- end }}
            {{- range $variable := keys .Values.secrets | sortAlpha }}
            {{- include "dfm.secretVariable" (list $ $variable) | nindent 12 }}
            {{- end }}
            {{- include "dfm.authoritiesVariable" . | indent 12 }}
            {{- include "dfm.plainVariables" .Values.site.env | indent 12 }}
          ports:
            - { name: http, containerPort: 3000 }
          startupProbe:
            httpGet: { path: /healthz, port: http }
            periodSeconds: 2
            timeoutSeconds: 2
            failureThreshold: 150
          # Not /readyz: restarting the site does not repair a database.
          livenessProbe:
            httpGet: { path: /healthz, port: http }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: { path: /readyz, port: http }
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 3
          lifecycle:
            preStop: { sleep: { seconds: {{ .Values.site.preStopSeconds }} } }
          resources:
            {{- toYaml .Values.site.resources | nindent 12 }}
          volumeMounts:
            - { name: content-store, mountPath: /data }
            - { name: tmp, mountPath: /tmp }
            {{- include "dfm.authoritiesMount" . | indent 12 }}
      volumes:
        - name: content-store
          persistentVolumeClaim: { claimName: {{ include "dfm.contentClaim" . }} }
        - name: tmp
          emptyDir: { sizeLimit: 1Gi }
        {{- include "dfm.authoritiesVolume" . | indent 8 }}
      {{- include "dfm.placement" . | indent 6 }}
      {{- if .Values.site.affinity }}
      affinity:
        {{- toYaml .Values.site.affinity | nindent 8 }}
      {{- else }}
      topologySpreadConstraints:
        - topologyKey: kubernetes.io/hostname
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "dfm.selector" (list . $component) | nindent 14 }}
      {{- end }}
{{- end }}
{{- end }}

{{/* The Service of a component. Call with (list . "site"). */}}
{{- define "dfm.siteService" -}}
{{- $ := index . 0 -}}{{- $component := index . 1 -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ $.Release.Name }}-{{ $component }}
  labels:
    {{- include "dfm.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "dfm.selector" . | nindent 4 }}
  ports:
    - { name: http, port: 3000, targetPort: http }
{{- end }}

{{/* The component that serves all terminals. */}}
{{- define "dfm.terminals" -}}
{{ ternary "terminals" "site" (gt (int .Values.site.replicas) 1) }}
{{- end }}

{{/* Selects the pods of the site and of its terminals. */}}
{{- define "dfm.sitePods" -}}
matchLabels:
  app.kubernetes.io/name: docker-for-ml
  app.kubernetes.io/instance: {{ .Release.Name }}
matchExpressions:
  - { key: app.kubernetes.io/component, operator: In, values: [site, terminals] }
{{- end }}
