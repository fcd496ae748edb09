{{- define "office.name" -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 60 | trimSuffix "-" -}}
{{- end -}}
{{- define "office.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "office.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
