/* What the compiled core asks of Python thousands of times an article, by a shorter way: without the checks and calls
   that Python needs for objects of any sort. What is not decided here at once goes the usual way, so the answers are the
   same. Only what Python's headers declare is read. Functions, and not written out where they are called: the core is
   megabytes of code, each part of which runs seldom, so that what it shares is what the processor has at hand. */

#include <Python.h>
#include <string.h>

#ifndef Py_GIL_DISABLED

/* `key in set`: its cell, and those behind it, as far as Python itself looks before it jumps (Objects/setobject.c). */
__attribute__((visibility("hidden"))) int Shortcut_SetContains(PyObject *set, PyObject *key)
{
    Py_hash_t hash;
    if ((Py_IS_TYPE(set, &PyFrozenSet_Type) || Py_IS_TYPE(set, &PySet_Type)) && PyUnicode_CheckExact(key)
        && (hash = ((PyASCIIObject *)key)->hash) != -1) {
        const PySetObject *known = (const PySetObject *)set;
        size_t at = (size_t)hash & (size_t)known->mask;
        const setentry *cell = &known->table[at];
        int more = at + 9 <= (size_t)known->mask ? 9 : 0;
        do {
            if (cell->key == NULL)
                return 0;
            if (cell->key == key)
                return 1;
            if (cell->hash == hash)
                break; /* two strings of one hash: they are compared there */
            cell++;
        } while (more--);
    }
    return PySet_Contains(set, key);
}

/* `letter in "VWX"` */
__attribute__((visibility("hidden"))) int Shortcut_StrContains(PyObject *text, PyObject *part)
{
    if (PyUnicode_CheckExact(text) && PyUnicode_CheckExact(part) && PyUnicode_IS_COMPACT_ASCII(text)
        && PyUnicode_GET_LENGTH(part) == 1) {
        const unsigned char *letters = (const unsigned char *)PyUnicode_DATA(text);
        Py_ssize_t count = PyUnicode_GET_LENGTH(text);
        Py_UCS4 letter = PyUnicode_READ_CHAR(part, 0);
        if (letter > 127)
            return 0;
        if (count > 16)
            return memchr(letters, (int)letter, (size_t)count) != NULL;
        for (Py_ssize_t i = 0; i < count; i++)
            if (letters[i] == letter)
                return 1;
        return 0;
    }
    return PyUnicode_Contains(text, part);
}

#endif
