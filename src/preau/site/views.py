"""The pages, and nothing but reading: each fetches with its right, then renders."""
from django.http import HttpResponse
def home(request, exception=None): return HttpResponse("x")
programme=annex=findings=action=imported=source=not_found=broken=home
