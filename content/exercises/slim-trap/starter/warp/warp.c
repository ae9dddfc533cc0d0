#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdlib.h>

/* The cost of the cheapest way to stretch one curve of n values onto another: dynamic time warping, one row of its table at a time. */
static double cost(const double *a, const double *b, Py_ssize_t n)
{
    double *row = malloc((n + 1) * sizeof(double));
    if (row == NULL) return NAN;
    row[0] = 0;
    for (Py_ssize_t j = 1; j <= n; j++) row[j] = INFINITY;

    for (Py_ssize_t i = 1; i <= n; i++) {
        double diagonal = row[0];
        row[0] = INFINITY;
        for (Py_ssize_t j = 1; j <= n; j++) {
            double above = row[j];
            row[j] = fabs(a[i - 1] - b[j - 1]) + fmin(diagonal, fmin(above, row[j - 1]));
            diagonal = above;
        }
    }
    double result = row[n];
    free(row);
    return result;
}

/* The cost from the first curve to each curve in the second buffer, which holds them one after the other. Both buffers hold doubles. */
static PyObject *costs(PyObject *self, PyObject *args)
{
    Py_buffer curve, others;
    if (!PyArg_ParseTuple(args, "y*y*", &curve, &others)) return NULL;

    const double *from = curve.buf, *to = others.buf;
    Py_ssize_t length = curve.len / sizeof(double), count = curve.len == 0 ? 0 : others.len / curve.len;
    double *found = PyMem_Calloc(count + 1, sizeof(double));

    if (found != NULL) {
        Py_BEGIN_ALLOW_THREADS
        #pragma omp parallel for
        for (Py_ssize_t i = 0; i < count; i++) found[i] = cost(from, to + i * length, length);
        Py_END_ALLOW_THREADS
    }
    PyBuffer_Release(&curve);
    PyBuffer_Release(&others);
    if (found == NULL) return PyErr_NoMemory();

    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list != NULL && i < count; i++) PyList_SET_ITEM(list, i, PyFloat_FromDouble(found[i]));
    PyMem_Free(found);
    return list;
}

static PyMethodDef methods[] = {{"costs", costs, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "warp", NULL, -1, methods};

PyMODINIT_FUNC PyInit_warp(void)
{
    return PyModule_Create(&module);
}
