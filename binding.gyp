# In the repository alone: npm builds a package that has this file, `npm ci` even where its
# package.json says not to. util/build_addon.js makes one for as long as it builds.
{'includes': ['native/addon.gypi']}
