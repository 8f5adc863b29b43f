"""Settings of the test run: a throw-away home, quick hashes, a private server."""

import atexit
import os
import shutil
import tempfile

from tests.places import quick_folder

if "TONGBAN_TEST_HOME" not in os.environ:
    home = tempfile.mkdtemp(prefix="tongban-test-", dir=quick_folder())
    os.chmod(home, 0o711)  # noqa: PTH101, S103 - the server's account walks through
    os.environ["TONGBAN_TEST_HOME"] = home  # workers of one run share it
    atexit.register(shutil.rmtree, home, ignore_errors=True)
os.environ["TONGBAN_ENV"] = "test"
os.environ["TONGBAN_HOME"] = os.environ["TONGBAN_TEST_HOME"]

from tongban.config.settings import *  # noqa: F403 - after the environment

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "TONGBAN_TEST_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["TONGBAN_TEST_DATABASE"]  # noqa: F405
elif not DATABASE_URL:  # noqa: F405
    DATABASES["default"]["TEST"] = {"TEMPLATE": "tongban_template"}  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - whitenoise looks for it
