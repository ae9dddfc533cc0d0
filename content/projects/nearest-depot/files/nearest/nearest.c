#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>

/* For each point of the first buffer, the index of the nearest point of the second. Both hold pairs of doubles. */
static PyObject *nearest(PyObject *self, PyObject *args)
{
    Py_buffer points, targets;
    if (!PyArg_ParseTuple(args, "y*y*", &points, &targets)) return NULL;

    const double *point = points.buf, *target = targets.buf;
    Py_ssize_t count = points.len / (2 * sizeof(double)), choices = targets.len / (2 * sizeof(double));
    Py_ssize_t *found = PyMem_Calloc(count, sizeof(Py_ssize_t));

    if (found != NULL) {
        Py_BEGIN_ALLOW_THREADS
        #pragma omp parallel for
        for (Py_ssize_t i = 0; i < count; i++) {
            double best = INFINITY;
            for (Py_ssize_t j = 0; j < choices; j++) {
                double distance = hypot(point[2 * i] - target[2 * j], point[2 * i + 1] - target[2 * j + 1]);
                if (distance < best) {
                    best = distance;
                    found[i] = j;
                }
            }
        }
        Py_END_ALLOW_THREADS
    }
    PyBuffer_Release(&points);
    PyBuffer_Release(&targets);
    if (found == NULL) return PyErr_NoMemory();

    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list != NULL && i < count; i++) PyList_SET_ITEM(list, i, PyLong_FromSsize_t(found[i]));
    PyMem_Free(found);
    return list;
}

static PyMethodDef methods[] = {{"nearest", nearest, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "nearest", NULL, -1, methods};

PyMODINIT_FUNC PyInit_nearest(void)
{
    return PyModule_Create(&module);
}
