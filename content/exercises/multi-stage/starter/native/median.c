/* A running median: removes single outliers from a signal and keeps its steps in place. */
#include <stdlib.h>

static int ascending(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return (difference > 0) - (difference < 0);
}

/* out[i] is the median of the `width` values around in[i], or of fewer at both ends. Returns 0, or 1 if out of memory. */
int running_median(const double *in, double *out, int count, int width) {
    double *window = malloc(sizeof(double) * (size_t)width);
    if (window == NULL) return 1;
    for (int i = 0; i < count; i++) {
        int from = i - width / 2 < 0 ? 0 : i - width / 2;
        int to = i + width / 2 >= count ? count - 1 : i + width / 2;
        for (int k = from; k <= to; k++) window[k - from] = in[k];
        qsort(window, (size_t)(to - from + 1), sizeof(double), ascending);
        out[i] = window[(to - from) / 2];
    }
    free(window);
    return 0;
}
