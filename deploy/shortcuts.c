/* What the compiled core asks of Python thousands of times an article, by a shorter way: without the checks and calls
   that Python needs for objects of any sort. What is not decided here at once goes the usual way, so the answers are the
   same. Only what Python's headers declare is read. Functions, and not written out where they are called: the core is
   megabytes of code, each part of which runs seldom, so that what it shares is what the processor has at hand. */

#include <Python.h>
#include <stdint.h>
#include <string.h>

#ifndef Py_GIL_DISABLED

#define SHARED __attribute__((visibility("hidden")))
#define ASCII_DATA(text) ((const unsigned char *)PyUnicode_DATA(text))

/* What mypyc has for all cases (its CPy.h); an index is twice the number there, and odd where that is a large one. */
extern PyObject *CPyStr_GetItem(PyObject *text, size_t index);
extern PyObject *CPyTagged_StealAsObject(size_t tagged);
extern PyObject *CPyDict_GetWithNone(PyObject *dict, PyObject *key);
extern int CPyStr_Startswith(PyObject *text, PyObject *part);
extern int CPyStr_Endswith(PyObject *text, PyObject *part);
extern char CPyStr_EqualLiteral(PyObject *text, PyObject *literal, Py_ssize_t length);

static inline int is_set(PyObject *one)
{
    return Py_IS_TYPE(one, &PyFrozenSet_Type) || Py_IS_TYPE(one, &PySet_Type);
}

/* Whether a set has a string: its cell, and those behind it, as far as Python itself looks before it jumps
   (Objects/setobject.c); -1 where that does not tell. */
static inline int probe(const PySetObject *known, PyObject *key, Py_hash_t hash)
{
    size_t at = (size_t)hash & (size_t)known->mask;
    const setentry *cell = &known->table[at];
    int more = at + 9 <= (size_t)known->mask ? 9 : 0;
    do {
        if (cell->key == NULL)
            return 0;
        if (cell->key == key)
            return 1;
        if (cell->hash == hash)
            return -1; /* two strings of one hash: they are compared there */
        cell++;
    } while (more--);
    return -1;
}

/* `key in set` */
SHARED int Shortcut_SetContains(PyObject *set, PyObject *key)
{
    Py_hash_t hash;
    if (is_set(set) && PyUnicode_CheckExact(key) && (hash = ((PyASCIIObject *)key)->hash) != -1) {
        int found = probe((const PySetObject *)set, key, hash);
        if (found >= 0)
            return found;
    }
    return PySet_Contains(set, key);
}

/* `set.isdisjoint(other)` of strings; -1 where the usual way has to tell. */
static int disjoint(PyObject *set, PyObject *other)
{
    if (PyList_CheckExact(other) || PyTuple_CheckExact(other)) {
        PyObject *const *items = PySequence_Fast_ITEMS(other);
        for (Py_ssize_t i = 0, count = PySequence_Fast_GET_SIZE(other); i < count; i++) {
            if (!PyUnicode_CheckExact(items[i]))
                return -1;
            int found = Shortcut_SetContains(set, items[i]);
            if (found)
                return found < 0 ? -1 : 0;
        }
        return 1;
    }
    if (!is_set(other))
        return -1;
    const PySetObject *few = (const PySetObject *)set, *many = (const PySetObject *)other;
    if (few->used > many->used)
        few = (const PySetObject *)other, many = (const PySetObject *)set;
    const setentry *cell = few->table;
    for (Py_ssize_t left = few->used; left > 0; cell++) {
        if (cell->key == NULL || cell->hash == -1)
            continue; /* free, or was removed */
        left--;
        if (!PyUnicode_CheckExact(cell->key))
            return -1;
        int found = probe(many, cell->key, cell->hash);
        if (found < 0)
            found = PySet_Contains((PyObject *)many, cell->key);
        if (found)
            return found < 0 ? -1 : 0;
    }
    return 1;
}

/* `one.method(…)` of what mypyc has no function for */
SHARED PyObject *Shortcut_CallMethod(PyObject *name, PyObject *const *given, size_t count, PyObject *named)
{
    static PyObject *isdisjoint, *isupper;
    if (isdisjoint == NULL
        && ((isupper = PyUnicode_InternFromString("isupper")) == NULL
            || (isdisjoint = PyUnicode_InternFromString("isdisjoint")) == NULL))
        return NULL;
    if (name == isupper && PyVectorcall_NARGS(count) == 1 && named == NULL && PyUnicode_CheckExact(given[0])
        && PyUnicode_IS_COMPACT_ASCII(given[0]) && PyUnicode_GET_LENGTH(given[0]) == 1) {
        unsigned char letter = *ASCII_DATA(given[0]);
        return PyBool_FromLong(letter >= 'A' && letter <= 'Z');
    }
    if (name == isdisjoint && named == NULL && PyVectorcall_NARGS(count) == 2 && is_set(given[0])) {
        int apart = disjoint(given[0], given[1]);
        if (apart >= 0)
            return PyBool_FromLong(apart);
        PyErr_Clear();
    }
    return PyObject_VectorcallMethod(name, given, count, named);
}

#define REPEATED(letter) (0x0101010101010101u * (letter))
#define HAS_ZERO(bytes) (((bytes) - REPEATED(1)) & ~(bytes) & REPEATED(0x80))

/* `letter in "VWX"`: eight letters at a time */
SHARED int Shortcut_StrContains(PyObject *text, PyObject *part)
{
    if (PyUnicode_CheckExact(text) && PyUnicode_CheckExact(part) && PyUnicode_IS_COMPACT_ASCII(text)
        && PyUnicode_GET_LENGTH(part) == 1) {
        const unsigned char *letters = ASCII_DATA(text);
        size_t count = (size_t)PyUnicode_GET_LENGTH(text);
        Py_UCS4 letter = PyUnicode_READ_CHAR(part, 0);
        if (letter > 127)
            return 0;
        if (count > 16)
            return memchr(letters, (int)letter, count) != NULL;
        if (count >= 8) { /* its first eight and its last */
            uint64_t first, last;
            memcpy(&first, letters, 8);
            memcpy(&last, letters + count - 8, 8);
            first ^= REPEATED(letter);
            last ^= REPEATED(letter);
            return (HAS_ZERO(first) | HAS_ZERO(last)) != 0;
        }
        if (count >= 4) {
            uint32_t first, last;
            memcpy(&first, letters, 4);
            memcpy(&last, letters + count - 4, 4);
            uint64_t both = ((uint64_t)last << 32 | first) ^ REPEATED(letter);
            return HAS_ZERO(both) != 0;
        }
        for (size_t i = 0; i < count; i++)
            if (letters[i] == letter)
                return 1;
        return 0;
    }
    return PyUnicode_Contains(text, part);
}

/* `word == "of"`, where both are of the same length, and two objects */
SHARED char Shortcut_StrSame(PyObject *text, PyObject *literal, Py_ssize_t length)
{
    if (PyUnicode_IS_COMPACT_ASCII(text) && PyUnicode_IS_COMPACT_ASCII(literal)) {
        const unsigned char *one = ASCII_DATA(text), *other = ASCII_DATA(literal);
        if (*one != *other) /* behind an empty one is a zero */
            return 0;
        return length <= 1 || memcmp(one, other, (size_t)length) == 0;
    }
    return CPyStr_EqualLiteral(text, literal, length);
}

SHARED int Shortcut_StrStarts(PyObject *text, PyObject *part)
{
    if (PyUnicode_Check(part) && PyUnicode_IS_COMPACT_ASCII(text) && PyUnicode_IS_COMPACT_ASCII(part)) {
        Py_ssize_t count = PyUnicode_GET_LENGTH(part);
        const unsigned char *one = ASCII_DATA(text), *other = ASCII_DATA(part);
        if (count > PyUnicode_GET_LENGTH(text))
            return 0;
        return count == 0 || (*one == *other && memcmp(one, other, (size_t)count) == 0);
    }
    return CPyStr_Startswith(text, part);
}

SHARED int Shortcut_StrEnds(PyObject *text, PyObject *part)
{
    if (PyUnicode_Check(part) && PyUnicode_IS_COMPACT_ASCII(text) && PyUnicode_IS_COMPACT_ASCII(part)) {
        Py_ssize_t count = PyUnicode_GET_LENGTH(part), before = PyUnicode_GET_LENGTH(text) - count;
        if (before < 0)
            return 0;
        const unsigned char *one = ASCII_DATA(text) + before, *other = ASCII_DATA(part);
        return count == 0 || (one[count - 1] == other[count - 1] && memcmp(one, other, (size_t)count) == 0);
    }
    return CPyStr_Endswith(text, part);
}

/* `tags[i]`: Python has one object for each of these letters, and each is asked for once */
SHARED PyObject *Shortcut_StrItem(PyObject *text, size_t index)
{
    static PyObject *letters[128];
    if (PyUnicode_IS_COMPACT_ASCII(text) && (index & 1) == 0 && index / 2 < (size_t)PyUnicode_GET_LENGTH(text)) {
        unsigned char letter = ASCII_DATA(text)[index / 2];
        PyObject *found = letters[letter];
        if (found == NULL && (found = letters[letter] = PyUnicode_FromOrdinal(letter)) == NULL)
            return NULL;
        Py_INCREF(found);
        return found;
    }
    return CPyStr_GetItem(text, index);
}

/* `dict.get(key)`: straight to where Python looks, which has no such door from 3.13 on */
SHARED PyObject *Shortcut_DictGet(PyObject *dict, PyObject *key)
{
#if PY_VERSION_HEX < 0x030D0000
    Py_hash_t hash;
    if (PyDict_CheckExact(dict) && PyUnicode_CheckExact(key) && (hash = ((PyASCIIObject *)key)->hash) != -1) {
        PyObject *found = _PyDict_GetItem_KnownHash(dict, key, hash);
        if (found == NULL) {
            if (PyErr_Occurred())
                return NULL;
            found = Py_None;
        }
        Py_INCREF(found);
        return found;
    }
#endif
    return CPyDict_GetWithNone(dict, key);
}

/* A number as an object, where it goes into a list: offsets and places of tokens, the same ones in every article, each
   made once (Python itself keeps those up to 256) */
SHARED PyObject *Shortcut_Number(size_t tagged)
{
    static PyObject *numbers[4096];
    if ((tagged & 1) == 0 && tagged / 2 < sizeof(numbers) / sizeof(*numbers)) {
        PyObject *found = numbers[tagged / 2];
        if (found == NULL && (found = numbers[tagged / 2] = PyLong_FromSize_t(tagged / 2)) == NULL)
            return NULL;
        Py_INCREF(found);
        return found;
    }
    return CPyTagged_StealAsObject(tagged);
}

/* `list.append(item)`, where there is room */
SHARED int Shortcut_ListAppend(PyObject *list, PyObject *item)
{
    Py_ssize_t count = Py_SIZE(list);
    if (PyList_CheckExact(list) && count < ((PyListObject *)list)->allocated) {
        Py_INCREF(item);
        PyList_SET_ITEM(list, count, item);
        Py_SET_SIZE((PyVarObject *)list, count + 1);
        return 0;
    }
    return PyList_Append(list, item);
}

#endif
