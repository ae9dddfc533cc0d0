{{- define "dfm.dnsEgress" -}}
- ports:
    - { port: 53, protocol: UDP }
    - { port: 53, protocol: TCP }
{{- end }}

{{- define "dfm.databaseEgress" -}}
- ports:
    - { port: {{ .Values.networkPolicy.database.port }} }
  {{- with .Values.networkPolicy.database.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Everything except private networks, link-local addresses (where clouds have their metadata service) and loopback. */}}
{{- define "dfm.publicAddresses" -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]
- ipBlock:
    cidr: ::/0
    except: ['::1/128', 'fc00::/7', 'fe80::/10']
{{- end }}
