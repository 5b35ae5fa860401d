export const id = 172;
export const ids = [172];
export const modules = {

/***/ 2172:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
// The entry of the bundle, for main and post.
if (process.argv[2] === 'post') {
    const { post } = await Promise.all(/* import() */[__webpack_require__.e(327), __webpack_require__.e(96)]).then(__webpack_require__.bind(__webpack_require__, 6096));
    post(process.env);
}
else {
    const { main } = await Promise.all(/* import() */[__webpack_require__.e(327), __webpack_require__.e(435), __webpack_require__.e(922)]).then(__webpack_require__.bind(__webpack_require__, 7922));
    await main(process.env);
}


__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};
