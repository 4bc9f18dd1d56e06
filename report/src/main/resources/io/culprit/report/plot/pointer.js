// Mouse, touch, pen and keyboard on the plot.

/** A press that moves less is a click. */
const CLICK_PIXELS = 4;
const WHEEL_FACTOR = 0.0016;
const KEY_ZOOM = 0.7;
const KEY_MOVE = 0.15;

class Pointer {
  /** @param {Page} page @param {HTMLCanvasElement} canvas */
  constructor(page, canvas) {
    this.page = page;
    this.canvas = canvas;
    this.pressed = undefined;
    canvas.addEventListener('pointermove', event => this.move(event));
    canvas.addEventListener('pointerdown', event => this.press(event));
    canvas.addEventListener('pointerup', event => this.release(event));
    canvas.addEventListener('pointercancel', () => this.stop());
    canvas.addEventListener('pointerleave', () => this.pressed || page.point(undefined));
    canvas.addEventListener('dblclick', () => page.wholeTime());
    canvas.addEventListener('wheel', event => this.wheel(event), { passive: false });
    canvas.addEventListener('keydown', event => this.key(event));
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  press(event) {
    if (event.button > 1 || !this.page.scale) return;
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    const at = this.place(event);
    this.pressed = { ...at, moving: event.shiftKey || event.button === 1, view: this.page.view, scale: this.page.scale, far: false };
    this.canvas.setPointerCapture(event.pointerId);
  }

  move(event) {
    const at = this.place(event);
    const start = this.pressed;
    if (!start) return this.page.point(at);
    start.far ||= Math.hypot(at.x - start.x, at.y - start.y) >= CLICK_PIXELS;
    if (!start.far) return;
    if (start.moving) {
      this.canvas.classList.add('moving');
      const { scale, view } = start;
      const by = scale.millis(start.x) - scale.millis(at.x);
      this.page.show({ ...view, from: view.from + by, to: view.to + by });
    } else {
      this.page.point(at, { x0: start.x, y0: start.y, x1: at.x, y1: at.y });
    }
  }

  release(event) {
    const start = this.pressed;
    this.stop();
    if (!start) return;
    const at = this.place(event);
    if (!start.far) return this.page.chooseUnder(event.ctrlKey || event.metaKey);
    if (!start.moving) this.page.zoomTo(dragged(start.scale, { x0: start.x, y0: start.y, x1: at.x, y1: at.y }));
    this.page.point(at);
  }

  stop() {
    this.pressed = undefined;
    this.canvas.classList.remove('moving');
  }

  wheel(event) {
    const { scale } = this.page;
    if (!scale) return;
    event.preventDefault();
    const at = this.place(event);
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && !event.shiftKey) {
      return this.page.moveBy(event.deltaX * lines / scale.box.width);
    }
    const factor = Math.exp((event.deltaY || event.deltaX) * lines * WHEEL_FACTOR);
    if (event.shiftKey) this.page.zoomValues(factor, at.y);
    else this.page.zoomTime(factor, at.x);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = this.page;
    const act = {
      ArrowLeft: () => page.moveBy(-KEY_MOVE), ArrowRight: () => page.moveBy(KEY_MOVE),
      '+': () => page.zoomTime(KEY_ZOOM), '=': () => page.zoomTime(KEY_ZOOM), '-': () => page.zoomTime(1 / KEY_ZOOM),
      ArrowUp: () => page.step(-1), ArrowDown: () => page.step(1), Home: () => page.wholeTime(),
      Enter: () => page.chooseUnder(false), ' ': () => page.hover >= 0 && page.toggle(page.hover),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

/** Keys that work everywhere but in a text field. @param {Page} page */
function keysOfPage(page) {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return page.everything();
    if (event.target instanceof HTMLInputElement) return;
    const act = {
      '/': () => page.filterField.focus(), r: () => page.setRising(!page.rising), l: () => page.setLog(!page.log),
      0: () => page.wholeTime(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
