package io.culprit.report.plot;

/** Places labels near where they belong without letting one cover another. */
final class Labels {
    private Labels() {}

    /**
     * @param wanted rising
     * @return rising, at least {@code distance} apart, within the bounds if they all fit
     */
    static double[] apart(double[] wanted, double distance, double first, double last) {
        double[] placed = wanted.clone();
        double free = first;
        for (int i = 0; i < placed.length; i++) {
            placed[i] = Math.max(placed[i], free);
            free = placed[i] + distance;
        }
        double end = last;
        for (int i = placed.length - 1; i >= 0; i--) {
            placed[i] = Math.min(placed[i], end);
            end = placed[i] - distance;
        }
        return placed;
    }
}
