/* What the compiled core asks of Python thousands of times an article, by a shorter way (shortcuts.c). compile.py
   includes this in every module that mypyc wrote. */

#ifndef Py_GIL_DISABLED /* where threads run at once, a set may change while it is looked at */

int Shortcut_SetContains(PyObject *set, PyObject *key);
int Shortcut_StrContains(PyObject *text, PyObject *part);

/* `word == "of"`: most words are the literal itself, or of another length. */
static inline char Shortcut_EqualLiteral(PyObject *text, PyObject *literal, Py_ssize_t length)
{
    return text == literal || (PyUnicode_GET_LENGTH(text) == length && CPyStr_EqualLiteral(text, literal, length));
}

#define PySet_Contains Shortcut_SetContains
#define PyUnicode_Contains Shortcut_StrContains
#define CPyStr_EqualLiteral Shortcut_EqualLiteral

#endif
