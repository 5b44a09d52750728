/* What the compiled core asks of Python thousands of times an article, by a shorter way (shortcuts.c). compile.py
   includes this in every module that mypyc wrote. */

#ifndef Py_GIL_DISABLED /* where threads run at once, a set may change while it is looked at */

int Shortcut_SetContains(PyObject *set, PyObject *key);
int Shortcut_StrContains(PyObject *text, PyObject *part);
int Shortcut_StrStarts(PyObject *text, PyObject *part);
int Shortcut_StrEnds(PyObject *text, PyObject *part);
char Shortcut_StrSame(PyObject *text, PyObject *literal, Py_ssize_t length);
PyObject *Shortcut_StrItem(PyObject *text, CPyTagged index);
PyObject *Shortcut_DictGet(PyObject *dict, PyObject *key);
PyObject *Shortcut_Number(CPyTagged number);
int Shortcut_ListAppend(PyObject *list, PyObject *item);
PyObject *Shortcut_CallMethod(PyObject *name, PyObject *const *given, size_t count, PyObject *named);

/* `word == "of"`: most words are the literal itself, or of another length. */
static inline char Shortcut_EqualLiteral(PyObject *text, PyObject *literal, Py_ssize_t length)
{
    return text == literal || (PyUnicode_GET_LENGTH(text) == length && Shortcut_StrSame(text, literal, length));
}

#define PySet_Contains Shortcut_SetContains
#define PyUnicode_Contains Shortcut_StrContains
#define CPyStr_EqualLiteral Shortcut_EqualLiteral
#define CPyStr_Startswith Shortcut_StrStarts
#define CPyStr_Endswith Shortcut_StrEnds
#define CPyStr_GetItem Shortcut_StrItem
#define CPyDict_GetWithNone Shortcut_DictGet
#define CPyTagged_StealAsObject Shortcut_Number
#define PyList_Append Shortcut_ListAppend
#define PyObject_VectorcallMethod Shortcut_CallMethod

#endif

/* What only errors and numbers beyond 62 bits come to. The compiler lays aside whatever leads to a cold function, so
   that what runs lies together: a good part of the code that mypyc writes is for what never happens. PyErr_Occurred is
   none: every loop over what is no list asks it once at its end. */
#if defined(__GNUC__)
#define SHORTCUT_COLD __attribute__((cold))
#else
#define SHORTCUT_COLD
#endif

SHORTCUT_COLD void CPy_AddTraceback(const char *filename, const char *funcname, int line, PyObject *globals);
SHORTCUT_COLD void CPy_TypeErrorTraceback(const char *filename, const char *funcname, int line, PyObject *globals,
                                          const char *expected, PyObject *value);
SHORTCUT_COLD void CPy_AttributeError(const char *filename, const char *funcname, const char *classname,
                                      const char *attrname, int line, PyObject *globals);
SHORTCUT_COLD void CPy_TypeError(const char *expected, PyObject *value);
SHORTCUT_COLD void CPyError_OutOfMemory(void);
SHORTCUT_COLD static void CPy_DecRef(PyObject *p); /* mypyc has this for errors, and CPy_DECREF for all else */
SHORTCUT_COLD static void CPy_XDecRef(void *p);
SHORTCUT_COLD void CPyTagged_IncRef(CPyTagged x);
SHORTCUT_COLD void CPyTagged_DecRef(CPyTagged x);
SHORTCUT_COLD void CPyTagged_XDecRef(CPyTagged x);
SHORTCUT_COLD bool CPyTagged_IsEq_(CPyTagged left, CPyTagged right);
SHORTCUT_COLD bool CPyTagged_IsLt_(CPyTagged left, CPyTagged right);
SHORTCUT_COLD CPyTagged CPyTagged_Add_(CPyTagged left, CPyTagged right);
SHORTCUT_COLD CPyTagged CPyTagged_Subtract_(CPyTagged left, CPyTagged right);
SHORTCUT_COLD CPyTagged CPyTagged_Multiply_(CPyTagged left, CPyTagged right);
SHORTCUT_COLD void PyErr_SetString(PyObject *type, const char *message);
