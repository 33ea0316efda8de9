"""An app with Django, as it is in production. The paths are those in modes.mjs."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path

MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
settings.configure(DEBUG=False, ALLOWED_HOSTS=["shop.example.test"], ROOT_URLCONF=__name__, SECRET_KEY="-", LOGGING_CONFIG=None, MIDDLEWARE=MIDDLEWARE)


def raises(request):
    raise RuntimeError("the shelf is empty")


urlpatterns = [path("raise", raises)]
application = get_wsgi_application()
