/* What the map does in the browser. A classic script: the script that the server renders calls it.
   Texts reach the page as textContent only, so nothing that somebody wrote can run. */
window.NetworkMap = (() => {
  "use strict";

  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value) node.setAttribute(name, value);
    }
    node.append(...children.filter(Boolean));
    return node;
  }

  function stage() {
    return document.querySelector(".map-stage");
  }

  /* -- the map ------------------------------------------------------------------------------- */
  function options(settings) {
    stage().classList.add("map-stage--live");
    return {
      zoomControl: false,
      minZoom: settings.minZoom,
      maxZoom: settings.maxZoom,
      zoomSnap: 0.25,
      zoomDelta: 1,
      maxBounds: settings.bounds,
      maxBoundsViscosity: 1,
      scrollWheelZoom: false,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
    };
  }

  function begin(map, settings) {
    map.attributionControl.setPrefix(false);
    L.control
      .zoom({ zoomInTitle: settings.words.zoomIn, zoomOutTitle: settings.words.zoomOut })
      .addTo(map);
    map.fitBounds(settings.view);
    // The wheel scrolls the page until the reader chose the map.
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    keepFocus(map, settings.words);
  }

  /* A popup takes the focus; when it closes, the focus goes back to where it came from. */
  function keepFocus(map, words) {
    let opener = null;
    map.on("popupopen", (event) => {
      const box = event.popup.getElement();
      const source = event.popup._source || event.popup.opener;
      opener = source?.getElement ? source.getElement() : null;
      const close = box.querySelector(".leaflet-popup-close-button");
      if (close) close.setAttribute("aria-label", words.close);
      const link = box.querySelector(".map-popup a");
      if (link) link.focus({ preventScroll: true });
    });
    map.on("popupclose", () => {
      const inside = map.getContainer().contains(document.activeElement);
      const target = opener?.isConnected ? opener : map.getContainer();
      if (inside || document.activeElement === document.body) target.focus({ preventScroll: true });
      opener = null;
    });
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
  }

  function tiles(map, settings) {
    stage().classList.add("map-stage--tiles");
    L.tileLayer(settings.url, { attribution: settings.attribution }).addTo(map);
  }

  /* -- countries ------------------------------------------------------------------------------ */
  function countries(map, settings) {
    const shade = (feature) => (settings.countries[feature.id] || [0])[0];
    return fetch(settings.url)
      .then((response) => response.json())
      .then((shapes) => {
        L.geoJSON(shapes, {
          style: (feature) => ({ className: `map-land map-land--${shade(feature)}`, weight: 1 }),
          onEachFeature: (feature, layer) => {
            const known = settings.countries[feature.id];
            if (known) layer.bindTooltip(element("span", {}, known[1]), { sticky: true });
          },
        })
          .addTo(map)
          .bringToBack()
          .eachLayer((layer) => {
            // The list names the countries; sixty tab stops before the first marker help nobody.
            const path = layer.getElement();
            if (path) {
              path.setAttribute("tabindex", "-1");
              path.setAttribute("aria-hidden", "true");
            }
          });
        map.getContainer().dataset.countries = shapes.features.length;
      });
  }

  /* -- markers -------------------------------------------------------------------------------- */
  function entry(properties, where) {
    const facts = [properties.kind, properties.organisation, where].filter(Boolean).join(" · ");
    return element(
      "div",
      { class: "map-popup__entry" },
      element("a", { href: properties.url, lang: properties.lang }, properties.title),
      facts && element("p", {}, facts),
    );
  }

  function popup(properties) {
    const box = element("div", { class: "map-popup" });
    const where = properties[0].where;
    const together = properties.every((each) => each.where === where);
    if (together && where) box.append(element("p", { class: "map-popup__where" }, where));
    for (const each of properties) box.append(entry(each, together ? "" : each.where));
    return box;
  }

  function pin(feature, layer) {
    const [longitude, latitude] = feature.geometry.coordinates;
    const properties = feature.properties;
    const name = [properties.title, properties.where].filter(Boolean).join(", ");
    const icon = L.divIcon({
      className: `map-pin map-pin--${layer.pin} tone-${layer.tone}`,
      iconSize: [20, 20],
      popupAnchor: [0, -8],
    });
    const marker = L.marker([latitude, longitude], { icon, title: name, alt: name, properties });
    const tip = L.tooltip({ direction: "top", offset: [0, -12] });
    tip.setContent(element("span", {}, name));
    marker.on("add", () => describe(marker, name, tip));
    marker.on("remove popupopen", () => tip.remove());
    return marker.bindPopup(() => popup([properties]), { maxHeight: 260 });
  }

  /* The pointer finds the name in the browser's own tooltip, the keyboard in one of Leaflet's. */
  function describe(marker, name, tip) {
    const node = marker.getElement();
    if (!node) return;
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", name);
    node.addEventListener("focus", () => {
      if (node.matches(":focus-visible")) tip.setLatLng(marker.getLatLng()).addTo(marker._map);
    });
    node.addEventListener("blur", () => tip.remove());
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") tip.remove();
      if (event.key !== " ") return;
      event.preventDefault();
      node.click();
    });
  }

  function clusterIcon(words) {
    return (cluster) => {
      const count = cluster.getChildCount();
      const label = words.cluster.replace("{count}", count);
      const size = count < 10 ? 34 : count < 50 ? 42 : 50;
      const content = element(
        "span",
        {},
        element("span", { "aria-hidden": "true" }, String(count)),
        element("span", { class: "visually-hidden" }, label),
      );
      return L.divIcon({ html: content, className: "map-cluster", iconSize: [size, size] });
    };
  }

  /* Things in one spot can't be parted by zooming: their cluster opens a list of them. */
  function openCluster(map, group, cluster) {
    const children = cluster.getAllChildMarkers();
    const spot = children[0].getLatLng();
    const together = children.every((child) => child.getLatLng().equals(spot));
    if (together || map.getZoom() >= map.getMaxZoom()) {
      const list = L.popup({ maxHeight: 260 }).setLatLng(cluster.getLatLng());
      list.opener = cluster;
      const all = children.map((child) => child.options.properties);
      all.sort((one, other) => one.title.localeCompare(other.title));
      list.setContent(popup(all)).openOn(map);
      return;
    }
    const within = map.getContainer().contains(document.activeElement);
    map.once("moveend", () => {
      if (within) window.setTimeout(() => focusOn(map, group, children[0]), calm ? 0 : 350);
    });
    cluster.zoomToBounds({ padding: [40, 40] });
  }

  function focusOn(map, group, marker) {
    const shown = group.getVisibleParent(marker);
    const node = shown?.getElement();
    (node || map.getContainer()).focus({ preventScroll: true });
  }

  function load(layer) {
    return fetch(layer.url, { headers: { Accept: "application/geo+json" } })
      .then((response) => {
        if (!response.ok) throw new Error(`${layer.url}: ${response.status}`);
        return response.json();
      })
      .then((content) =>
        content.features
          .filter((feature) => feature.geometry && feature.properties.window)
          .map((feature) => pin(feature, layer)),
      );
  }

  function markers(map, settings) {
    const group = L.markerClusterGroup({
      maxClusterRadius: 42,
      showCoverageOnHover: false,
      spiderfyOnMaxZoom: false,
      zoomToBoundsOnClick: false,
      animate: !calm,
      iconCreateFunction: clusterIcon(settings.words),
    });
    group.on("clusterclick", (event) => openCluster(map, group, event.layer));
    group.on("clusterkeypress", (event) => {
      if (event.originalEvent.key === "Enter") openCluster(map, group, event.layer);
    });
    return Promise.all(settings.layers.map(load))
      .then((pins) => {
        group.addLayers(pins.flat());
        map.addLayer(group);
        map.getContainer().dataset.markers = pins.flat().length;
      })
      .catch(() => failed(settings.words));
  }

  /* The drawing is still there: show it again and say so. */
  function failed(words) {
    stage().classList.remove("map-stage--live");
    document.querySelector(".map-status").textContent = words.failed;
  }

  return { options, begin, tiles, countries, markers };
})();
