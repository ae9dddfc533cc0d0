from django.urls import include, path

urlpatterns = [
    path("api/", include("lti_consumer.plugin.urls")),
    path("control/", include("control")),
    path("course", include("pages")),
]
