"""A machine as a service on this computer, in the shape of the common API of completions."""

from proust_attention.serving.server import Api as Api
from proust_attention.serving.service import Limits as Limits
from proust_attention.serving.service import Service as Service
